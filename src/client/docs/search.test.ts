import { expect, test } from "vitest";
import { excerptOf, searchPages, termsOf } from "./search.ts";

const passage = (heading: string, text: string, anchor: string | null = heading.toLowerCase()) => ({
  heading,
  text,
  anchor,
});
const pages = [
  {
    slug: "rooms",
    title: "Rooms",
    section: "Concepts",
    passages: [passage("Rooms", "A place to talk.", null), passage("Power", "What a member may do in rooms.")],
  },
  {
    slug: "tokens",
    title: "Tokens",
    section: "Tutorials",
    passages: [
      passage("Tokens", "A program names itself by a token.", null),
      passage("Scopes", "Read a room, or write to it. A café has tables (and rooms)."),
    ],
  },
];
const places = (query: string) => searchPages(pages, query).map(({ slug, anchor }) => `${slug}#${anchor ?? ""}`);

test("a title weighs more than a heading, and a heading more than text", () => {
  expect(places("rooms")[0]).toBe("rooms#");
  expect(places("power")).toEqual(["rooms#power"]);
  expect(places("rooms")).toContain("tokens#scopes");
});

test("every word must be found, in the passage or in its page's title", () => {
  expect(places("member power")).toEqual(["rooms#power"]);
  expect(places("member absent")).toEqual([]);
  expect(places("tokens café")).toEqual(["tokens#scopes"]);
});

test("case and accents do not matter", () => {
  expect(places("CAFE")).toEqual(["tokens#scopes"]);
  expect(places("Café")).toEqual(["tokens#scopes"]);
});

test("a question is words, never a pattern, and is bounded", () => {
  for (const query of [".*", "(", "[a-z]+", "\\", "$", "a{1,9}"]) expect(() => searchPages(pages, query)).not.toThrow();
  expect(places(".*")).toEqual([]);
  expect(places("(and")).toEqual(["tokens#scopes"]);
  expect(termsOf("a ".repeat(10_000)).length).toBe(1);
  expect(termsOf(Array.from({ length: 50 }, (_, index) => `w${index}`).join(" ")).length).toBe(8);
  expect(
    termsOf(`${"x".repeat(99)}\ud83d`)
      .join("")
      .isWellFormed(),
  ).toBe(true);
  expect(places("   ")).toEqual([]);
});

test("an excerpt says the words as they are written, and marks what was looked for", () => {
  expect(excerptOf("A café is here, and a cafeteria.", termsOf("cafe"))).toEqual([
    { text: "A ", hit: false },
    { text: "café", hit: true },
    { text: " is here, and a ", hit: false },
    { text: "cafe", hit: true },
    { text: "teria.", hit: false },
  ]);
  const long = `${"before ".repeat(100)}<b>needle</b>${" after".repeat(100)}`;
  const cut = excerptOf(long, ["needle"]);
  expect(cut.map(({ text }) => text).join("").length).toBeLessThan(300);
  expect(cut.find(({ hit }) => hit)?.text).toBe("needle");
});

test("a page says at most three places, a search at most twenty", () => {
  const long = {
    slug: "a",
    title: "A",
    section: "S",
    passages: Array.from({ length: 10 }, (_, index) => passage(`H${index}`, "word")),
  };
  expect(searchPages([long], "word").length).toBe(3);
  expect(
    searchPages(
      Array.from({ length: 30 }, () => long),
      "word",
    ).length,
  ).toBe(20);
});
