import { describe, expect, it } from "vitest";
import { isEmojiOnly } from "#/domain/markdown/emoji-only.ts";
import { extractMentions, plainText } from "#/domain/markdown/plain-text.ts";
import { renderHtml } from "#/domain/markdown/render-html.ts";

const handles = new Map([
  ["ana", "p-ana"],
  ["ana.de", "p-ana-de"],
  ["ana.de-vries", "p-ana-de-vries"],
  ["code_helper", "p-helper"],
  ["bram:globex.example", "p-bram"],
]);

function html(text: string): string {
  return renderHtml(text, { handles, me: "p-ana" });
}

describe("Markdown", () => {
  it("renders emphasis, strike, code, quotes, headings and rules", () => {
    expect(html("*a* **b** ~~c~~ `d`")).toBe("<p><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>");
    expect(html("> a\n> b")).toBe("<blockquote><p>a<br>b</p></blockquote>");
    expect(html("# a\n\n---")).toBe("<h1>a</h1><hr>");
    expect(renderHtml("# a\n\n###### b", { headingBase: 2 })).toBe("<h3>a</h3><h6>b</h6>");
  });

  it("breaks a line where the writer did", () => {
    expect(html("a\nb  \nc\\\nd")).toBe("<p>a<br>b<br>c<br>d</p>");
    expect(html("a\r\nb\rc")).toBe("<p>a<br>b<br>c</p>");
  });

  it("renders tables with alignment and fills missing cells", () => {
    expect(html("|a|b|\n|:-|-:|\n|1|")).toBe(
      '<table><thead><tr><th align="left">a</th><th align="right">b</th></tr></thead><tbody><tr><td align="left">1</td><td align="right"></td></tr></tbody></table>',
    );
  });

  it("renders tight, loose, numbered and task lists", () => {
    expect(html("- a\n- b")).toBe("<ul><li>a</li><li>b</li></ul>");
    expect(html("3. a\n\n4. b")).toBe('<ol start="3"><li><p>a</p></li><li><p>b</p></li></ol>');
    expect(html("- [ ] a\n- [x] b")).toBe(
      '<ul><li class="task-list-item"><input type="checkbox" disabled>a</li><li class="task-list-item"><input type="checkbox" disabled checked>b</li></ul>',
    );
  });

  it("keeps code as it was typed, with a language name that is safe in a class", () => {
    expect(html("```js title\n  <a>\n```")).toBe('<pre><code class="language-js">  &#x3C;a></code></pre>');
    expect(html('```"><x onload=1\na\n```')).toBe('<pre><code class="language-x">a</code></pre>');
    expect(html("```C++\na\n```")).toContain('class="language-c++"');
  });

  it("links addresses and mail addresses that stand in the text", () => {
    const rel = 'target="_blank" rel="noopener noreferrer nofollow"';
    expect(html("see https://a.example/?b=1.")).toBe(
      `<p>see <a href="https://a.example/?b=1" ${rel}>https://a.example/?b=1</a>.</p>`,
    );
    expect(html("www.a.example")).toContain('href="http://www.a.example"');
    expect(html("ana@a.example")).toContain('href="mailto:ana@a.example"');
  });

  it("opens other sites in a tab without access to this one, and this site in place", () => {
    expect(html("[a](/w/x)")).toBe('<p><a href="/w/x">a</a></p>');
    expect(html("[a](https://b.example)")).toContain('target="_blank" rel="noopener noreferrer nofollow"');
    expect(renderHtml("[a](https://b.example/c)", { host: "b.example" })).toBe(
      '<p><a href="https://b.example/c">a</a></p>',
    );
  });

  it("resolves references, the first definition winning", () => {
    expect(html("[a][K]\n\n[k]: /one\n[k]: /two")).toBe('<p><a href="/one">a</a></p>');
  });

  it("shows footnotes where they stand, without ids", () => {
    expect(html("a[^1]\n\n[^1]: b c")).toBe(
      '<p>a<sup>[1]</sup></p><div class="footnote"><sup>[1]</sup><p>b c</p></div>',
    );
  });

  it("shows a text of definitions only as it was typed", () => {
    expect(html("[a]: secret")).toBe('<div class="plain">[a]: secret</div>');
  });

  it("renders nothing for nothing", () => {
    expect(html("")).toBe("");
    expect(html(" \n\n\t")).toBe("");
  });
});

describe("Math", () => {
  it.each([
    ["costs $5 and $6"],
    ["$ a$"],
    ["$a $"],
    ["$a$5"],
    ["$"],
    ["$$"],
    ["$a\nb$"],
    ["\\$a$"],
    ["$$$a$$$"],
    ["$5x$"],
  ])("does not take %j for inline math", (text) => {
    expect(html(text)).not.toContain('class="math"');
  });

  it("keeps the source of inline math untouched by Markdown", () => {
    expect(html("$a_1*b*c_2$ x")).toBe('<p><code class="math">a_1*b*c_2</code> x</p>');
    expect(html("$\\{a\\$b\\}$")).toBe('<p><code class="math">\\{a\\$b\\}</code></p>');
    expect(html("`$a$`")).toBe("<p><code>$a$</code></p>");
  });

  it("takes a fence, a line and a quote for block math", () => {
    const block = (value: string) => `<div><code class="math math-display">${value}</code></div>`;
    expect(html("$$\na\n\n- b\n$$\n\nc")).toBe(`${block("a\n\n- b")}<p>c</p>`);
    expect(html("$$ x^2 $$")).toBe(block(" x^2 "));
    expect(html("> $$\n> a\n> $$")).toBe(`<blockquote>${block("a")}</blockquote>`);
    expect(html("a\n$$\nb\n$$\nc")).toBe(`<p>a</p>${block("b")}<p>c</p>`);
  });

  it.each([
    ["a \\(x_1*y*_2\\) b", '<p>a <code class="math">x_1*y*_2</code> b</p>'],
    ["\\(a\nb\\)", '<p><code class="math">a\nb</code></p>'],
    ["\\(a\\\\)b\\)", '<p><code class="math">a\\\\)b</code></p>'],
    ["\\[x\\]", '<div><code class="math math-display">x</code></div>'],
    ["\\[\nx\n+ y\n\n= z\n\\]\nc", '<div><code class="math math-display">x\n+ y\n\n= z</code></div><p>c</p>'],
    ["\\[\nx = 1 \\]\nc", '<div><code class="math math-display">x = 1 </code></div><p>c</p>'],
    ["a\n\\[\na \\\\[2pt] b\n\\]", '<p>a</p><div><code class="math math-display">a \\\\[2pt] b</code></div>'],
    ["> \\[\n> a\n> \\]\n\nb", '<blockquote><div><code class="math math-display">a</code></div></blockquote><p>b</p>'],
    ["- \\[\n  a\n  \\]\n- c", '<ul><li><div><code class="math math-display">a</code></div></li><li>c</li></ul>'],
    ["a \\[x\\] b", '<p>a <code class="math math-display">x</code> b</p>'],
  ])("takes brackets with backslashes for math in %j", (text, expected) => {
    expect(html(text)).toBe(expected);
  });

  it.each([
    ["\\(\\)", "<p>()</p>"],
    ["- \\[ \\] a", "<ul><li>[ ] a</li></ul>"],
    ["\\[a\\](/b)", "<p>[a](/b)</p>"],
    ["\\[a\\]: b", "<p>[a]: b</p>"],
    ["\\\\(a\\\\)", "<p>\\(a\\)</p>"],
    ["`\\(a\\)`", "<p><code>\\(a\\)</code></p>"],
    ["\\(a", "<p>(a</p>"],
    ["\\(a \\(b\\)", '<p>(a <code class="math">b</code></p>'],
    ["```\n\\[\na\n\\]\n```", "<pre><code>\\[\na\n\\]</code></pre>"],
  ])("leaves escaped brackets in %j as they are", (text, expected) => {
    expect(html(text)).toBe(expected);
  });

  it("shows a formula that is still being written, and marks it where one asks", () => {
    expect(html("$$\na")).toBe('<div><code class="math math-display">a</code></div>');
    expect(html("\\[\na")).toBe('<div><code class="math math-display">a</code></div>');
    for (const text of ["$$\na", "\\[\na", "$$", "> $$\n> a"])
      expect(renderHtml(text, { openFormulas: true })).toContain("math-open");
    for (const text of ["$$\na\n$$", "\\[\na\n\\]", "> $$\n> a\n> $$ ", "$$\n$$", "\\[\na\\]"])
      expect(renderHtml(text, { openFormulas: true })).not.toContain("math-open");
  });
});

describe("Wiki links", () => {
  const wikiHref = (target: string) => (target.startsWith("Plan") ? "/w/a/n/plan" : undefined);

  it("leads to the note that has the title, and shows the alias", () => {
    expect(renderHtml("[[Plan_A_b|our *plan*]]", { wikiHref })).toBe(
      '<p><a href="/w/a/n/plan" class="wiki-link" data-target="Plan_A_b">our *plan*</a></p>',
    );
    expect(renderHtml("![[Plan#^b1]]", { wikiHref })).toContain('data-target="Plan#^b1" data-embed="true"');
  });

  it("shows a title that no note has without a link", () => {
    expect(renderHtml("[[None]]", { wikiHref })).toBe(
      '<p><span class="wiki-link wiki-missing" data-target="None">None</span></p>',
    );
  });

  it("takes the escaped bar of a table cell", () => {
    expect(renderHtml("|a|\n|-|\n|[[Plan\\|b]]|", { wikiHref })).toContain('data-target="Plan">b</a>');
  });

  it("refuses a resolver's answer that leads elsewhere", () => {
    expect(renderHtml("[[a]]", { wikiHref: () => "https://evil.example" })).not.toContain("href");
    expect(renderHtml("[[a]]", { wikiHref: () => "javascript:alert(1)" })).not.toContain("href");
  });

  it.each(["[[]]", "[[a", "[[a]", "[[a[b]]", "[[a\nb]]", "`[[a]]`", `[[${"a".repeat(601)}]]`])(
    "leaves %j as text",
    (text) => {
      expect(renderHtml(text, { wikiHref })).not.toContain("wiki-link");
    },
  );
});

describe("Mentions", () => {
  it.each([
    ["hi @ana", ["p-ana"]],
    ["@ana: hi, (@ana.de), @ana.", ["p-ana", "p-ana-de"]],
    ["@ana.de-vries, longest wins", ["p-ana-de-vries"]],
    ["@Ana and @ANA once", ["p-ana"]],
    ["**@ana** _@code_helper_", ["p-ana", "p-helper"]],
    ["> - @ana\n\n|@ana.de|\n|-|", ["p-ana", "p-ana-de"]],
    ["@bram:globex.example", ["p-bram"]],
    ["@ana👋 @ana's", ["p-ana"]],
  ])("finds the people in %j", (text, expected) => {
    expect(extractMentions(text, handles)).toEqual(expected);
  });

  it.each([
    ["@unknown"],
    ["@anabel"],
    ["@ana-maria"],
    ["@ana:globex.example"],
    ["x@ana"],
    ["ana@ana"],
    ["@ana@evil.example"],
    ["/@ana"],
    ["https://a.example/@ana"],
    ["`@ana`"],
    ["```\n@ana\n```"],
    ["    @ana"],
    ["$@ana$"],
    ["[@ana](https://a.example)"],
    ["[[@ana]]"],
    ["@\u0430na"],
    ["@an\u0430"],
    ["@ana\u0430"],
    ["@ana\u0301"],
    ["@ana\u200bb"],
    ["@ana\u{1d41a}"],
    ["＠ana"],
    ["@ａｎａ"],
    ["@"],
    ["@__proto__"],
    ["@constructor"],
  ])("finds nobody in %j", (text) => {
    expect(extractMentions(text, handles)).toEqual([]);
  });

  it("marks a mention of the reader", () => {
    expect(html("@ana @ana.de")).toBe(
      '<p><span class="mention mention-me" data-participant="p-ana">@ana</span> <span class="mention" data-participant="p-ana-de">@ana.de</span></p>',
    );
  });

  it("leaves mentions as text where no handles are known", () => {
    expect(renderHtml("@ana")).toBe("<p>@ana</p>");
  });
});

describe("plainText", () => {
  it("keeps the words of everything, on one line", () => {
    expect(plainText("# Hi\n**a** [b](/c) `d`\n- e\n- f\n\n|g|h|\n|-|-|\n\n![i](/j) $k$ [[L|m]]")).toBe(
      "Hi a b d e f g h i k m",
    );
    expect(plainText("a\nb @ana")).toBe("a b @ana");
    expect(plainText("<b>x</b>")).toBe("<b>x</b>");
  });

  it("is bounded, and tears no character apart", () => {
    expect(plainText("a".repeat(500))).toBe(`${"a".repeat(200)}…`);
    expect(plainText("👨‍👩‍👧".repeat(5), 10)).toBe("👨‍👩‍👧…");
    expect(plainText("a ".repeat(1_000_000), 4)).toBe("a a…");
  });

  it("drops control and direction characters, and calms stacked marks", () => {
    expect(plainText("a\u202eb\u0007\u001b[31mc\u2066")).toBe("ab[31mc");
    expect(plainText(`z${"\u0301".repeat(5_000)}`).length).toBeLessThan(12);
  });
});

describe("isEmojiOnly", () => {
  it.each(["👍", "👍🏽 👨‍👩‍👧 ❤️ 🇳🇱 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿", " 🎉\n🎉 "])("is true for %j", (text) => {
    expect(isEmojiOnly(text)).toBe(true);
  });

  it.each(["", " ", "1", "#", "a👍", "👍".repeat(7), "👍".repeat(100_000), "\u200d", "©", "🇳"])(
    "is false for %j",
    (text) => {
      expect(isEmojiOnly(text)).toBe(false);
    },
  );
});
