import { toHtml } from "hast-util-to-html";
import katex from "katex";
import { describe, expect, it } from "vitest";
import { readFormula } from "#/client/markdown/math-tree.ts";
import { cpuTime } from "../../../tests/support/cpu-time.ts";

type Output = "mathml" | "htmlAndMathml";

function html(source: string, output: Output = "htmlAndMathml", display = true): string {
  const formula = readFormula(source, display, output);
  return "tree" in formula ? toHtml(formula.tree) : `problem: ${formula.problem}`;
}

/** The same elements, whichever way they are written. */
function plain(markup: string): string {
  return markup
    .replace(/ class ?=" *([^"]*?) *"/g, ' class="$1"')
    .replace(/<(?!\/)[^>]+>/g, (tag) => {
      const attributes = [...tag.matchAll(/ ([\w-]+)="([^"]*?);?"/g)].filter(([, name]) => name !== "xmlns");
      const written = attributes.map(([, name, value]) => `${name}=${value}`).filter((each) => each !== "class=");
      return `<${/^<\w+/.exec(tag)?.[0].slice(1)} ${written.sort().join(" ")}>`;
    })
    .replace(/<(path|line|mspace) ([^>]*)\/?>(<\/\1>)?/g, "<$1 $2>")
    .replace(/<mtext >([\u2000-\u206f]+)<\/mtext>/g, "$1")
    .replace(/&#x27;/g, "'")
    .replace(/&#x26;|&amp;/g, "&")
    .replace(/&#x3C;|&lt;/g, "<")
    .replace(/&gt;/g, ">");
}

const SOURCES = [
  "x^2",
  "\\frac{a}{b}",
  "\\sqrt[3]{a}",
  "\\sum_{i=0}^n i^2 = \\frac{(n^2+n)(2n+1)}{6}",
  "\\begin{pmatrix}a&b\\\\c&d\\end{pmatrix}",
  "\\begin{array}{c|c}a&b\\\\\\hline c&d\\end{array}",
  "\\overbrace{a+b}^{n}",
  "\\text{if } x",
  "\\cancel{x}",
  "\\boxed{x}",
  "\\tag{1} x",
  "\\vec{a}\\hat{b}\\widehat{abc}",
  "\\color{red}x",
  "\\left(\\frac{a}{b}\\right)",
  "\\foo",
];

describe("A formula", () => {
  it.each(SOURCES)("is what the typesetter makes of %j, in both forms", (source) => {
    for (const output of ["mathml", "htmlAndMathml"] as const) {
      const options = { output, displayMode: true, throwOnError: false, strict: "ignore", maxSize: 20 } as const;
      const own = katex.renderToString(source, { ...options, errorColor: "#cc0a0b" });
      const marked = own
        .replace(/mathcolor="#cc0a0b"/g, 'class="unknown"')
        .replace(/class="([^"]*)" style="color:#cc0a0b;?"/g, 'class="$1 unknown"');
      expect(plain(html(source, output))).toBe(plain(marked));
    }
  });

  it("says the same on the server and in the browser", () => {
    for (const source of SOURCES) {
      const math = /<math.*?<\/math>/;
      expect(math.exec(html(source, "htmlAndMathml"))?.[0]).toBe(math.exec(html(source, "mathml"))?.[0]);
    }
  });

  it("carries its source", () => {
    expect(html("a<b_1", "mathml")).toContain('<annotation encoding="application/x-tex">a&#x3C;b_1</annotation>');
  });

  it("says what is wrong with one that can't be read", () => {
    expect(readFormula("\\frac{a", false, "mathml")).toEqual({
      problem: "wrong",
      detail: expect.stringContaining("end of input"),
    });
    expect(readFormula("x".repeat(6_001), false, "mathml")).toHaveProperty("problem", "long");
  });
});

/** What stands outside of the source's own annotation. */
function outside(markup: string): string {
  return markup.replace(/<annotation.*?<\/annotation>/gs, "").replaceAll("http://www.w3.org/1998/Math/MathML", "");
}

describe("A hostile formula", () => {
  it.each([
    "\\href{javascript:alert(1)}{x}",
    "\\url{https://evil.example}",
    "\\includegraphics[width=9em]{https://evil.example/?s=1}",
    "\\htmlStyle{position:fixed}{x}",
    "\\htmlClass{menu}{x}",
    "\\htmlId{main}{x}",
    "\\htmlData{create=x}{x}",
  ])("%s leads nowhere, fetches nothing and names nothing", (source) => {
    const made = outside(html(source)).replace(/>[^<]*</g, "><");
    expect(made).not.toMatch(/href|src=|<img|<a |evil|javascript|fixed|menu|id="|data-/);
  });

  it.each(["<script>alert(1)</script>", "\\text{<img src=x onerror=alert(1)>}", "\\text{\u202e\"'><b>}"])(
    "%s stays text",
    (source) => {
      expect(html(source)).not.toMatch(/<(script|img|b)\b/);
    },
  );

  it.each([
    "\\rule{1e9em}{1e9em}",
    "\\rule{999999999em}{999999999em}",
    "\\kern999999em x",
    "x\\\\[99999em]y",
    "\\raisebox{99999em}{x}",
  ])("%s is no larger than a formula may be", (source) => {
    for (const [, size] of outside(html(source)).matchAll(/([\d.]+)em/g)) expect(Number(size)).toBeLessThanOrEqual(400);
  });

  it.each([
    ["a command that doubles itself", "\\def\\a{\\a\\a}\\a"],
    ["a long command many times", `\\def\\a{${"x".repeat(1_900)}}${"\\a".repeat(290)}`],
    ["commands in commands", "\\newcommand\\a[1]{#1#1}\\a{\\a{\\a{x}}}"],
    ["one that is made elsewhere", "\\gdef\\x{\\x}\\global\\let\\y\\x\\y"],
    ["3,000 groups", "{".repeat(3_000) + "}".repeat(3_000)],
    ["1,000 open fractions", "\\frac{".repeat(1_000)],
    ["500 roots", "\\sqrt{".repeat(500) + "}".repeat(500)],
    ["a matrix of 2,900 columns", `\\begin{matrix}${"a&".repeat(2_900)}\\end{matrix}`],
    ["5,990 letters", "x".repeat(5_990)],
    ["powers of powers", `${"x^{".repeat(1_000)}1${"}".repeat(1_000)}`],
    ["open delimiters", "\\left(".repeat(900)],
    ["accents", `${"\\widehat{".repeat(400)}x${"}".repeat(400)}`],
  ])("of %s takes no long time and becomes nothing large", (_name, source) => {
    expect(cpuTime(() => expect(html(source).length).toBeLessThan(3_000_000))).toBeLessThan(8_000);
  });

  it("leaves nothing behind for the next", () => {
    readFormula("\\gdef\\foo{bar}\\foo", false, "mathml");
    expect(html("\\foo", "mathml")).toContain('class="unknown"');
  });
});
