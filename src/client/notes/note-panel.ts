/** What stands beside a note. */
export type NotePanelKind = "links" | "comments";

/** What the address of a note says beside its name: `?edit=1`, `?panel=links` or `?panel=comments`, `?comment=<id>`. */
export type NoteSearch = {
  readonly editing: boolean;
  /** Every mark of the text is shown while one edits. */
  readonly source: boolean;
  readonly panel: NotePanelKind | undefined;
};

export function noteSearchOf(search: string): NoteSearch {
  const asked = new URLSearchParams(search);
  const panel = asked.get("panel");
  const edit = asked.get("edit");
  return {
    editing: edit === "1" || edit === "source",
    source: edit === "source",
    panel: panel === "links" || panel === "comments" ? panel : undefined,
  };
}

export function noteSearch({ editing, source, panel }: NoteSearch): string {
  const search = new URLSearchParams();
  if (editing) search.set("edit", source ? "source" : "1");
  if (panel) search.set("panel", panel);
  return search.size > 0 ? `?${search}` : "";
}
