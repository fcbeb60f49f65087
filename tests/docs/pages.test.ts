import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { commandReference } from "../../src/cli/command-reference.ts";
import { addressOf } from "../../src/client/docs/contents.ts";
import { eventWords } from "../../src/client/docs/reference/events.ts";
import { docsLibrary } from "../../src/docs.ts";
import { eventContents } from "../../src/domain/catalogue.ts";
import { errorTable } from "../../src/domain/errors.ts";
import { openApiDocument } from "../../src/server/api/rest/document.ts";
import { operatorVariables } from "../../src/server/config-variables.ts";
import { allBlocks, markdownOf, pagesFolder, placeOf, slugs } from "./blocks.ts";

const library = docsLibrary();
const html = (slug: string) => library.article(slug)!.html;

/** Pages of the product to which the documentation leads. */
const elsewhere = new Set(["/", "/v1/openapi.json"]);

test("every page has a title, a first sentence, and a place in the navigation", () => {
  for (const slug of library.slugs) {
    const shown = library.answer(slug === "quickstart" ? "" : slug, "");
    if (shown.kind !== "page") throw new Error(`${slug} is not shown.`);
    expect(shown.title, slug).not.toBe("");
    expect(shown.description.length, slug).toBeGreaterThan(20);
    const links = shown.navigation.flatMap(({ pages }) => pages.flatMap((page) => [page, ...page.inner]));
    expect(links.map(({ href }) => href)).toContain(addressOf(slug));
  }
  const files = readdirSync(pagesFolder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md"));
  expect(files.map((file) => file.replace(/\.md$/, "")).toSorted()).toEqual([...slugs].toSorted());
});

test("a page's title is the one that leads to it", () => {
  for (const slug of slugs) {
    const shown = library.answer(slug === "quickstart" ? "" : slug, "");
    const entry = shown.navigation.flatMap(({ pages }) => pages).find((page) => page.slug === slug);
    expect(shown.kind === "page" && shown.title).toBe(entry?.title);
  }
});

test("previous and next lead through every page once", () => {
  const seen = [];
  let shown = library.answer("", "");
  while (shown.kind === "page") {
    seen.push(shown.slug);
    if (!shown.next) break;
    shown = library.answer(shown.next.href.replace(/^\/docs\/?/, ""), "");
  }
  expect(seen).toEqual(library.slugs);
});

test("every link inside leads to a page and a heading that are there", () => {
  const faults = library.slugs.flatMap((slug) =>
    [...html(slug).matchAll(/href="([^"]*)"/g)].flatMap(([, href = ""]) => {
      if (/^https?:/.test(href) || elsewhere.has(href)) return [];
      const [path = "", anchor] = href.split("#");
      const target = path === "" ? slug : path === "/docs" ? "quickstart" : path.replace(/^\/docs\//, "");
      if (!library.slugs.includes(target)) return [`${slug} → ${href}: no such page`];
      if (anchor !== undefined && !html(target).includes(` id="${anchor}"`))
        return [`${slug} → ${href}: no such heading`];
      return [];
    }),
  );
  expect(faults).toEqual([]);
});

test("no two headings of a page have one anchor", () => {
  for (const slug of library.slugs) {
    const ids = [...html(slug).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size, slug).toBe(ids.length);
  }
});

test("every error code, event, variable and command is told", () => {
  for (const code of Object.keys(errorTable)) expect(html("reference/errors")).toContain(`>${code}<`);
  for (const type of Object.keys(eventContents)) expect(html("reference/events")).toContain(`>${type}<`);
  for (const name of Object.keys(operatorVariables)) expect(html("reference/configuration")).toContain(`>${name}<`);
  for (const { name } of commandReference())
    expect(library.article("reference/cli")!.headings.map(({ text }) => text)).toContain(name);
  expect(Object.keys(eventWords).toSorted()).toEqual(Object.keys(eventContents).toSorted());
});

test("every endpoint is told with its method and path, a request, and an answer", () => {
  const pages = library.slugs
    .filter((slug) => slug.startsWith("api/"))
    .map(html)
    .join("");
  for (const [path, item] of Object.entries(openApiDocument().paths)) {
    const shown = path.startsWith("/.well-known") || path.startsWith("/v1/") ? path : `/v1${path}`;
    for (const method of Object.keys(item)) {
      expect(pages).toContain(`<span data-method="${method}">${method.toUpperCase()}</span><code>${shown}</code>`);
    }
  }
  const told = pages.split("<section data-operation").slice(1);
  expect(told.filter((operation) => !operation.includes("curl"))).toEqual([]);
});

test("every block says what is done with it", () => {
  const marked = /^(run|norun|given|response|title)$/;
  const silent = allBlocks.filter(
    ({ language, marks }) =>
      ["bash", "python", "ts", "ini"].includes(language) && !Object.keys(marks).some((mark) => marked.test(mark)),
  );
  expect(silent.map(placeOf)).toEqual([]);
});

test("the words are plain", () => {
  const refused =
    /—|!(?=\s|$)|\b(seamless\w*|powerful|simply|easily|leverage\w*|robust|blazing\w*|cutting-edge|effortless\w*|delightful\w*|please|sorry|oops|successfully|world-class|next-generation|unlock\w*)\b/i;
  for (const slug of slugs) {
    const words = markdownOf(slug)
      .replace(/^```[\s\S]*?^```$/gm, "")
      .replace(/`[^`]*`/g, "");
    for (const line of words.split("\n"))
      expect(refused.exec(line.replace(/\[!|!\[/g, ""))?.[0], `${slug}: ${line}`).toBeUndefined();
  }
});
