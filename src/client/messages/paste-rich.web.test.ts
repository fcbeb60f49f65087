import { describe, expect, test } from "vitest";
import { markdownOf } from "#/client/messages/paste-rich.ts";
import { parseMarkdown } from "#/domain/markdown/parse.ts";

describe("formatted text from a clipboard", () => {
  test.each([
    ["<p>One <b>bold</b> and <i>slanted</i> word</p>", "One **bold** and *slanted* word"],
    ["<p>First</p><p>Second <s>gone</s></p>", "First\n\nSecond ~~gone~~"],
    ["<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"],
    ["<ol start='3'><li>three</li><li>four</li></ol>", "3. three\n4. four"],
    ["<ul><li><input type=checkbox checked>done</li></ul>", "- [x] done"],
    ["<blockquote><p>said</p><p>more</p></blockquote>", "> said\n>\n> more"],
    ["<h2>Title</h2><p>text</p>", "## Title\n\ntext"],
    ["<pre><code class='language-ts'>a = `b`;\n  c</code></pre>", "```ts\na = `b`;\n  c\n```"],
    ["<p>run <code>npm i</code></p>", "run `npm i`"],
    ["<a href='https://a.example/x'>here</a>", "[here](https://a.example/x)"],
    ["<a href='https://a.example/x'>https://a.example/x</a>", "https://a.example/x"],
    [
      "<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td>3</td></tr></table>",
      "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |",
    ],
    ["<b style='font-weight:normal'><p>a <b>b</b></p><p>c</p></b>", "a **b**\n\nc"],
    ["<p><b>bold </b>next</p>", "**bold** next"],
    ["<p>2 * 3 * <b>4</b> [x] snake_case _y_</p>", "2 \\* 3 \\* **4** \\[x\\] snake_case \\_y\\_"],
    ["<p># no heading <b>x</b></p>", "\\# no heading **x**"],
  ])("%s", (html, markdown) => {
    expect(markdownOf(html)).toBe(markdown);
  });

  test("what has no form is left to the plain words", () => {
    expect(markdownOf("<div style='color: red'><span>const a</span></div>")).toBeNull();
    expect(markdownOf(`<b>${"x".repeat(200_001)}</b>`)).toBeNull();
  });

  test("an address that runs script, and elements that would, bring their words at most", () => {
    expect(markdownOf("<b>x</b><a href='javascript:alert(1)'>click</a><script>alert(1)</script>")).toBe("**x**click");
    expect(markdownOf("<b>x</b><img src=x onerror=alert(1) alt='a [b'>")).toBe("**x**a \\[b");
  });

  test("hundreds of nested elements end", () => {
    const html = `${"<div>".repeat(600)}<b>deep</b>${"</div>".repeat(600)}`;
    expect(markdownOf(html)).toContain("deep");
  });

  test("marks from hostile words stay words", () => {
    const text = markdownOf("<p>**not bold** and <b>bold</b> &lt;img src=x&gt;</p>") ?? "";
    const [paragraph] = parseMarkdown(text).children;
    const strong =
      paragraph && "children" in paragraph ? paragraph.children.filter((each) => each.type === "strong") : [];
    expect(strong).toHaveLength(1);
  });
});
