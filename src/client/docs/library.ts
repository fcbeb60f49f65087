import type { ElementContent } from "hast";
import { type Article, articleOf, type Heading, type Parts } from "#/client/docs/article.ts";
import { addressOf, contents, type Entry, firstPage, type Section } from "#/client/docs/contents.ts";
import { anchorOf, h } from "#/client/docs/html.ts";
import { queryLength } from "#/client/docs/query-length.ts";
import { endpointIndex, featureArticle } from "#/client/docs/reference/api.ts";
import {
  type ApiDocument,
  commonCodes,
  featureSlug,
  featuresOf,
  nameOf,
  type Operation,
  titleOf,
} from "#/client/docs/reference/api-document.ts";
import { type Hit, searchPages } from "#/client/docs/search.ts";

/** What the documentation is made of: the written pages by slug, what their `{{name}}` lines stand for, and the API. */
export type Sources = {
  readonly written: Readonly<Record<string, string>>;
  readonly parts: Parts;
  readonly api: ApiDocument;
};

export type Link = { readonly href: string; readonly title: string };
export type NavigationEntry = Link & { readonly slug: string; readonly inner: readonly Link[] };
export type Navigation = readonly { readonly title: string; readonly pages: readonly NavigationEntry[] }[];

export type DocsPage = {
  readonly kind: "page";
  readonly slug: string;
  readonly section: string;
  readonly title: string;
  readonly description: string;
  readonly html: string;
  readonly headings: readonly Heading[];
  /** A page of endpoints takes the width of the contents as well. */
  readonly wide: boolean;
  readonly previous: Link | null;
  readonly next: Link | null;
};
export type DocsSearch = {
  readonly kind: "search";
  readonly query: string;
  readonly hits: readonly (Hit & { href: string })[];
};
export type DocsAnswer = (DocsPage | DocsSearch | { readonly kind: "missing" }) & { readonly navigation: Navigation };

type Shelved = Entry & { readonly section: string; readonly article: Article; readonly wide: boolean };

export type Library = {
  readonly slugs: readonly string[];
  /** Answers a path below `/docs`, without slashes around it; `query` is what was looked for at `search`. */
  readonly answer: (path: string, query: string) => DocsAnswer;
  readonly article: (slug: string) => Article | null;
};

/** Reads every page once. Throws for a page that is not written, and for one that is in no section. */
export function makeLibrary(sources: Sources): Library {
  const shelf = new Map(shelve(sources).map((page) => [page.slug, page]));
  const order = [...shelf.values()];
  const strays = Object.keys(sources.written).filter((slug) => !shelf.has(slug));
  if (strays.length > 0) throw new Error(`These pages are in no section: ${strays.join(", ")}.`);
  const navigation = navigationOf(sources.api);
  const searchable = order.map(({ slug, section, article }) => ({
    slug,
    section,
    title: article.title,
    passages: article.passages,
  }));

  const page = (slug: string): DocsPage | null => {
    const found = shelf.get(slug);
    if (!found) return null;
    const at = order.indexOf(found);
    const { article, section, wide } = found;
    const { title, description, html, headings } = article;
    const beside = (entry: Shelved | undefined): Link | null =>
      entry ? { href: addressOf(entry.slug), title: entry.title } : null;
    return {
      kind: "page",
      slug,
      section,
      title,
      description,
      html,
      headings,
      wide,
      previous: beside(order[at - 1]),
      next: beside(order[at + 1]),
    };
  };

  return {
    slugs: order.map(({ slug }) => slug),
    article: (slug) => shelf.get(slug)?.article ?? null,
    answer: (path, query) => {
      if (path === "search") {
        const asked = query.toWellFormed().slice(0, queryLength);
        const hits = searchPages(searchable, asked).map((hit) => ({ ...hit, href: placeOf(hit) }));
        return { kind: "search", query: asked, hits, navigation };
      }
      // One address a page: the first is `/docs` alone.
      const shown = path === "" ? page(firstPage) : path === firstPage ? null : page(path);
      return { ...(shown ?? { kind: "missing" }), navigation };
    },
  };
}

function placeOf({ slug, anchor }: Hit): string {
  return anchor === null ? addressOf(slug) : `${addressOf(slug)}#${anchor}`;
}

function shelve({ written, parts, api }: Sources): Shelved[] {
  const codes = commonCodes(api).map((code) => `- [\`${code}\`](/docs/reference/errors#${anchorOf(code)})`);
  const linked = { ...parts, endpoints: endpointIndex(api, endpointAddress), "common-codes": codes.join("\n") };
  return contents.flatMap((section) =>
    section.pages.flatMap((entry) => [
      { ...entry, section: section.title, article: writtenArticle(entry, written, linked), wide: false },
      ...(entry.slug === "api" ? featurePages(api, section) : []),
    ]),
  );
}

function writtenArticle(entry: Entry, written: Sources["written"], parts: Parts): Article {
  const markdown = written[entry.slug];
  if (markdown === undefined) throw new Error(`The page ${entry.slug} is not written.`);
  return articleOf(markdown, parts);
}

function featurePages(api: ApiDocument, section: Section): Shelved[] {
  return featuresOf(api).map(({ name, about }) => {
    const title = `API: ${titleOf(name)}`;
    const lead: ElementContent[] = [h("h1", {}, titleOf(name)), ...(about ? [h("p", {}, about)] : [])];
    const article = articleOf("{{endpoints}}", { endpoints: [...lead, ...featureArticle(api, name)] });
    return { slug: featureSlug(name), title, section: section.title, article, wide: true };
  });
}

function endpointAddress(operation: Operation): string {
  return `${addressOf(featureSlug(operation.tag))}#${anchorOf(nameOf(operation))}`;
}

function navigationOf(api: ApiDocument): Navigation {
  return contents.map(({ title, pages }) => ({
    title,
    pages: pages.map((entry) => ({
      slug: entry.slug,
      title: entry.title,
      href: addressOf(entry.slug),
      inner:
        entry.slug === "api"
          ? featuresOf(api).map(({ name }) => ({ title: titleOf(name), href: addressOf(featureSlug(name)) }))
          : [],
    })),
  }));
}
