import { describe, expect, it } from "vitest";
import { MENTIONS, MESSAGE_LENGTH, NOTE_LENGTH, NOTE_NODES } from "#/domain/markdown/bounds.ts";
import { parseMarkdown } from "#/domain/markdown/parse.ts";
import { extractMentions, plainText } from "#/domain/markdown/plain-text.ts";
import { renderHtml } from "#/domain/markdown/render-html.ts";
import { elements, expectSafe } from "#/domain/markdown/safe-tree.testing.ts";
import { toHast } from "#/domain/markdown/to-hast.ts";
import { timed } from "../../../tests/support/cpu-time.ts";

const handles = new Map([["ana", "p-ana"]]);

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
    ["many pictures in pictures", `${"![".repeat(60)}a${"](b)".repeat(60)}\n\n`.repeat(180)],
    ["pictures in pictures to the bound", `${"![".repeat(20)}a${"](b)".repeat(20)} `.repeat(500)],
    ["emphasis behind what looks like a fence", `\`\`\`a\`\n${"a**b".repeat(16_000)}`],
    ["emphasis after a fence in a formula", `$$\n\`\`\`\n$$\n${"a**b".repeat(16_000)}`],
    ["emphasis after a formula in a fence", `~~~\n$$\n~~~~ \n${"a**b".repeat(16_000)}`],
    ["emphasis after a fence in a list", `- \`\`\`\n${"a**b".repeat(16_000)}`],
    ["emphasis after a fence in a definition", `[a]: /b "\n\`\`\`\nc"\n\`\`\`\n${"a**b".repeat(16_000)}`],
    ["emphasis after a fence in an indented formula", `  $$\n\`\`\`\n  $$\n${"a**b".repeat(16_000)}`],
    ["emphasis after a fence in an indented fence", `  ~~~\n\`\`\`\n  ~~~\n${"a**b".repeat(16_000)}`],
    ["emphasis after a fence in bracketed math", `\\[\n$$\n\\]\n${"a**b".repeat(16_000)}`],
    ["emphasis after indented bracketed math", ` \\[\n~~~\n \\]\n${"a**b".repeat(16_000)}`],
    ["openings of math", "\\(".repeat(32_000)],
    ["openings of math with words", "\\(a\\[b".repeat(9_000)],
    ["lines that open math", "\\[\n".repeat(20_000)],
    ["math to its bound", `\\(${"a".repeat(1_990)}\n`.repeat(32)],
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

  // The square of any of these takes tens of seconds; the limit is generous because test machines are slow.
  it.each(cases)("hold for %s", (_name, text) => {
    const { made, cpuMs } = timed(() => {
      const tree = toHast(parseMarkdown(text, { handles }));
      plainText(text);
      return { tree, html: renderHtml(text, { handles }) };
    });
    const { tree, html } = made;
    expect(cpuMs).toBeLessThan(10_000);
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

  it("leave code alone that is full of brackets and stars", () => {
    const code = `${"[[a*b*c_d_]]; ".repeat(20)}\n`.repeat(150);
    expect(renderHtml(`Look:\n\`\`\`js\n${code}\`\`\`\nand **this**`)).toMatch(
      /<\/pre><p>and <strong>this<\/strong><\/p>$/,
    );
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
