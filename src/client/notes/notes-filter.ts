/** Which notes the list shows, as its address says it. */
export type NotesView = "all" | "inbox" | "archive";
export type NotesFilter = {
  readonly view: NotesView;
  readonly q: string;
  readonly status: "" | "published" | "draft";
  readonly category: string;
  readonly tag: string;
  readonly pinned: boolean;
  readonly mine: boolean;
  /** The first is 1. */
  readonly page: number;
};

export const notesPerPage = 50;
const maxPage = 200;
const maxQuestion = 200;

type Search = Readonly<Record<string, string | string[] | undefined>>;

export function filterOf(search: Search): NotesFilter {
  const text = (key: string) => {
    const value = search[key];
    return (typeof value === "string" ? value : "").slice(0, maxQuestion);
  };
  const view = text("view");
  const status = text("status");
  return {
    view: view === "inbox" || view === "archive" ? view : "all",
    q: text("q"),
    status: status === "published" || status === "draft" ? status : "",
    category: text("category"),
    tag: text("tag"),
    pinned: text("pinned") === "1",
    mine: text("mine") === "1",
    page: Math.min(maxPage, Math.max(1, Math.trunc(Number(text("page"))) || 1)),
  };
}

/** The same as the address has it; null for what is as it would be anyway. */
export function searchOf(filter: NotesFilter): Record<string, string | null> {
  return {
    view: filter.view === "all" ? null : filter.view,
    q: filter.q || null,
    status: filter.status || null,
    category: filter.category || null,
    tag: filter.tag || null,
    pinned: filter.pinned ? "1" : null,
    mine: filter.mine ? "1" : null,
    page: filter.page > 1 ? String(filter.page) : null,
  };
}

/** Whether anything narrows the list, so that an empty one does not mean that there is nothing yet. */
export function narrows({ q, status, category, tag, pinned, mine, page }: NotesFilter): boolean {
  return Boolean(q || status || category || tag || pinned || mine || page > 1);
}
