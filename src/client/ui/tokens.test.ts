import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contrastRatio, toHex } from "./contrast.ts";
import {
  type ColourName,
  colourDeclarations,
  colours,
  highContrast,
  type Oklch,
  personHex,
  type ThemedColour,
} from "./tokens.ts";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

const neutral = [
  "bg-rail",
  "bg-side",
  "bg-page",
  "bg-raised",
  "bg-sunken",
  "bg-hover",
  "bg-active",
  "bg-selected",
] as const;
const words = [
  "text-1",
  "text-2",
  "text-3",
  "accent-text",
  "danger-text",
  "success-text",
  "mention-text",
  "warn-text",
  "ai-text",
] as const;
const shapes = [
  "border-2",
  "focus",
  "accent",
  "unread",
  "online",
  "busy",
  "offline",
  "mention-edge",
  "warn",
  "success",
  "danger",
  "ai",
] as const;
const persons = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `person-${n}` as ColourName);
const code = ["code-text", "code-comment", "code-keyword", "code-string", "code-number", "code-function"] as const;

type Pair = readonly [ink: ColourName, ground: ColourName, least: number];

const pairs: readonly Pair[] = [
  ...words.flatMap((ink) => neutral.map((ground): Pair => [ink, ground, 4.5])),
  ...shapes.flatMap((ink) => neutral.map((ground): Pair => [ink, ground, 3])),
  ...(["mention", "accent-soft", "danger-soft", "success-soft", "warn-soft", "ai-soft", "highlight"] as const).flatMap(
    (ground) => (["text-1", "text-2", "text-3"] as const).map((ink): Pair => [ink, ground, 4.5]),
  ),
  ...(["diff-add", "diff-del", "selection"] as const).map((ground): Pair => ["text-1", ground, 4.5]),
  ["mention-text", "mention", 4.5],
  ["warn-text", "warn-soft", 4.5],
  ["accent-text", "accent-soft", 4.5],
  ["danger-text", "danger-soft", 4.5],
  ["success-text", "success-soft", 4.5],
  ["ai-text", "ai-soft", 4.5],
  ["accent", "accent-soft", 3],
  ["mention-edge", "mention", 3],
  ["on-accent", "accent", 4.5],
  ["on-accent", "accent-hover", 4.5],
  ["on-badge", "badge", 4.5],
  ["on-danger", "danger", 4.5],
  ["on-ai", "ai", 4.5],
  ["bg-page", "success", 4.5],
  ["bg-page", "text-1", 4.5],
  ...persons.map((person): Pair => ["on-person", person, 4.5]),
  ...persons.map((person): Pair => [person, "bg-page", 3]),
  ...code.map((ink): Pair => [ink, "bg-sunken", 4.5]),
  ...(["bg-page", "bg-sunken", "bg-hover", "bg-side", "mention"] as const).map(
    (ground): Pair => ["code-inline", ground, 4.5],
  ),
];

function failures(table: Record<ColourName, ThemedColour>, theme: 0 | 1, wanted: readonly Pair[]): readonly string[] {
  return wanted.flatMap(([ink, ground, least]) => {
    const ratio = contrastRatio(table[ink][theme], table[ground][theme]);
    return ratio < least ? [`${ink} on ${ground} is ${ratio.toFixed(2)}, below ${least}`] : [];
  });
}

describe("the contrast table", () => {
  test.each([
    ["light", 0],
    ["dark", 1],
  ] as const)("has no text below 4.5 and no shape below 3 in the %s theme", (_, theme) => {
    expect(pairs.length).toBeGreaterThan(198);
    expect(failures(colours, theme, pairs)).toEqual([]);
  });

  test.each([
    ["light", 0],
    ["dark", 1],
  ] as const)("reaches 7 for every word on page and selected in high contrast, %s", (_, theme) => {
    const table = { ...colours, ...highContrast };
    const wanted = [...words, ...code].flatMap((ink) =>
      (["bg-page", "bg-selected"] as const).map((ground): Pair => [ink, ground, 7]),
    );
    expect(failures(table, theme, wanted)).toEqual([]);
  });

  test("would notice a text colour that is too pale", () => {
    const pale: Record<ColourName, ThemedColour> = {
      ...colours,
      "text-3": [
        [0.52, 0.016, 250],
        [0.69, 0.014, 250],
      ],
    };
    expect(failures(pale, 0, pairs)).not.toEqual([]);
  });

  test("agrees with the ratios that the design page prints", () => {
    const onPage = (ink: ColourName, theme: 0 | 1) => contrastRatio(colours[ink][theme], colours["bg-page"][theme]);
    expect(onPage("text-1", 0)).toBeCloseTo(16.4, 1);
    expect(onPage("text-3", 0)).toBeCloseTo(5.7, 1);
    expect(onPage("text-1", 1)).toBeCloseTo(14.6, 1);
    expect(onPage("accent-text", 1)).toBeCloseTo(9.0, 1);
  });
});

describe("tokens.css", () => {
  test("declares every colour of the table, with the same numbers", () => {
    const root = css.slice(0, css.indexOf('[data-contrast="more"]'));
    for (const line of colourDeclarations(colours)) expect(root).toContain(line);
  });

  test("declares high contrast twice: when chosen, and when the system asks", () => {
    const chosen = css.slice(
      css.indexOf(':root[data-contrast="more"]'),
      css.indexOf("@media (prefers-contrast: more)"),
    );
    const asked = css.slice(css.indexOf("@media (prefers-contrast: more)"));
    for (const line of colourDeclarations(highContrast)) {
      expect(chosen).toContain(line);
      expect(asked).toContain(line);
    }
  });

  test("has hexadecimal person colours that equal the oklch ones", () => {
    const hexes = (theme: 0 | 1) => persons.map((person) => toHex(colours[person][theme] as Oklch));
    expect(hexes(0)).toEqual([...personHex.light]);
    expect(hexes(1)).toEqual([...personHex.dark]);
  });
});
