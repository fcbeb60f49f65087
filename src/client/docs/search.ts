import type { Passage } from "#/client/docs/article.ts";
import { queryLength } from "#/client/docs/query-length.ts";

export type Searchable = {
  readonly slug: string;
  readonly title: string;
  readonly section: string;
  readonly passages: readonly Passage[];
};

/** A part of an excerpt; `hit` is what the reader looked for. */
export type Piece = { readonly text: string; readonly hit: boolean };
export type Hit = {
  readonly slug: string;
  readonly anchor: string | null;
  readonly title: string;
  readonly heading: string;
  readonly section: string;
  readonly excerpt: readonly Piece[];
};

const maxTerms = 8;
const maxHits = 20;
const maxHitsOfPage = 3;
const excerptLength = 180;
const countedPerText = 20;

/** What is compared: lower case, without accents. Each character keeps its place, so that excerpts can be cut by it. */
function folded(text: string): string {
  return [...text]
    .map((character) => {
      const plain = character.normalize("NFKD").charAt(0).toLowerCase();
      return plain.length === character.length ? plain : character;
    })
    .join("");
}

/** The words of a question, as they are: nothing in them is a pattern. */
export function termsOf(query: string): readonly string[] {
  const words = folded(query.toWellFormed().slice(0, queryLength))
    .split(/\s+/)
    .filter((word) => word !== "");
  return [...new Set(words)].slice(0, maxTerms);
}

/**
 * The passages that hold every word of the question in their text, their heading or their page's title, best first. Titles
 * weigh more than headings, headings more than text, and a whole word more than a part of one.
 */
export function searchPages(pages: readonly Searchable[], query: string): readonly Hit[] {
  const terms = termsOf(query);
  if (terms.length === 0) return [];
  const found = pages.flatMap((page) => hitsOf(page, terms));
  return found
    .sort((one, other) => other.score - one.score)
    .slice(0, maxHits)
    .map(({ hit }) => hit);
}

type Scored = { readonly score: number; readonly hit: Hit };

function hitsOf(page: Searchable, terms: readonly string[]): readonly Scored[] {
  const title = folded(page.title);
  const scored = page.passages.flatMap((passage): Scored[] => {
    const heading = passage.anchor === null ? "" : folded(passage.heading);
    const text = folded(passage.text);
    const scores = terms.map(
      (term) => 12 * worth(title, term, 1) + 8 * worth(heading, term, 1) + worth(text, term, countedPerText),
    );
    const isAbout = terms.some((term) => heading.includes(term) || text.includes(term) || passage.anchor === null);
    if (!isAbout || scores.some((score) => score === 0)) return [];
    const score = scores.reduce((sum, each) => sum + each, 0) + (passage.anchor === null ? 1 : 0);
    const { slug, section } = page;
    const hit = { slug, section, title: page.title, anchor: passage.anchor, heading: passage.heading };
    return [{ score, hit: { ...hit, excerpt: excerptOf(passage.text, terms) } }];
  });
  return scored.sort((one, other) => other.score - one.score).slice(0, maxHitsOfPage);
}

/** 0 for an absent word; more for whole words, and for several, ever less for each. */
function worth(text: string, term: string, counted: number): number {
  let value = 0;
  let count = 0;
  for (let at = text.indexOf(term); at >= 0 && count < counted; at = text.indexOf(term, at + term.length)) {
    const whole = !isWordAt(text, at - 1) && !isWordAt(text, at + term.length);
    value = Math.max(value, whole ? 1 : isWordAt(text, at - 1) ? 0.4 : 0.7);
    count += 1;
  }
  return value * (1 + Math.log2(Math.max(1, count)) / 2);
}

function isWordAt(text: string, index: number): boolean {
  return /[\p{L}\p{N}]/u.test(text.charAt(index));
}

/** The stretch of the text around the first word that is found, cut into what was looked for and what was not. */
export function excerptOf(text: string, terms: readonly string[]): readonly Piece[] {
  const clean = text.replace(/\s+/g, " ").trim();
  const low = folded(clean);
  const places = terms.map((term) => low.indexOf(term)).filter((at) => at >= 0);
  const first = places.length > 0 ? Math.min(...places) : 0;
  const start = first < 60 ? 0 : Math.max(0, clean.lastIndexOf(" ", first - 40) + 1);
  const room = clean.length - start;
  const end = room <= excerptLength ? clean.length : Math.max(first + 1, clean.lastIndexOf(" ", start + excerptLength));
  const pieces = cut(clean.slice(start, end), terms);
  return [...(start > 0 ? [plain("… ")] : []), ...pieces, ...(end < clean.length ? [plain(" …")] : [])];
}

function plain(text: string): Piece {
  return { text, hit: false };
}

function cut(text: string, terms: readonly string[]): Piece[] {
  const low = folded(text);
  const pieces: Piece[] = [];
  let from = 0;
  for (;;) {
    const next = terms
      .map((term) => ({ term, at: low.indexOf(term, from) }))
      .filter(({ at }) => at >= 0)
      .sort((one, other) => one.at - other.at || other.term.length - one.term.length)[0];
    if (!next) break;
    if (next.at > from) pieces.push(plain(text.slice(from, next.at)));
    pieces.push({ text: text.slice(next.at, next.at + next.term.length), hit: true });
    from = next.at + next.term.length;
  }
  if (from < text.length) pieces.push(plain(text.slice(from)));
  return pieces;
}
