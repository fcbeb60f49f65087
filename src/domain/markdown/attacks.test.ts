import fc from "fast-check";
import { sanitize } from "hast-util-sanitize";
import { describe, expect, it } from "vitest";
import { MESSAGE_LENGTH } from "#/domain/markdown/bounds.ts";
import { safeHref } from "#/domain/markdown/links.ts";
import { parseMarkdown } from "#/domain/markdown/parse.ts";
import { plainText } from "#/domain/markdown/plain-text.ts";
import { renderHtml } from "#/domain/markdown/render-html.ts";
import { elements, expectSafe } from "#/domain/markdown/safe-tree.testing.ts";
import { schema } from "#/domain/markdown/schema.ts";
import { toHast } from "#/domain/markdown/to-hast.ts";

const handles = new Map([["ana", "p-ana"]]);

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
        // What stands between quotes is the value of an attribute that is allowed.
        const html = renderHtml(text, { handles }).replace(/"[^"]*"/g, '""');
        expect(html).not.toMatch(/<[^>]*\son\w+=|<script|<img/i);
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
