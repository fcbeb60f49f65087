import { batch, createMemo, createResource, createSignal, onMount } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { DiffLayout } from "#/client/notes/versions/diff-view.tsx";
import type { VersionServer, VersionsDialogProps } from "#/client/notes/versions/version-types.ts";
import { createDeed } from "#/client/shell/deed.ts";
import type { Session } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";
import type { NoteVersion } from "#/domain/notes/versions-schema.ts";

/** What a chosen version is compared with: the note as it is now, or what it said before. */
export type Against = "now" | "before";

export type VersionsView = ReturnType<typeof createVersions>;

/** The versions of a note while their dialog is open, the one that is looked at, and what it is compared with. */
export function createVersions(session: Session, props: VersionsDialogProps, server: VersionServer) {
  const deed = createDeed();
  const [versions, setVersions] = createSignal<readonly NoteVersion[]>();
  const [more, setMore] = createSignal(false);
  const [chosenId, setChosenId] = createSignal<string>();
  const [against, setAgainst] = createSignal<Against>("now");
  const [layout, setLayout] = createSignal<DiffLayout>("inline");
  /** Counts on when the note says something else, so that what is compared with now is read again. */
  const [turn, setTurn] = createSignal(0);

  async function read(offset: number, choose?: string): Promise<void> {
    const page = await server.list(props.noteId, offset);
    batch(() => {
      setVersions((before) => [...(before ?? []).slice(0, offset), ...page.items]);
      setMore(page.has_more);
      if (choose ?? !chosenId()) setChosenId(choose ?? page.items[0]?.id);
    });
  }
  onMount(() => void deed.run(() => read(0)));

  const chosen = createMemo(() => versions()?.find(({ id }) => id === chosenId()));
  /** The version before the chosen one; undefined for the first, or where it isn't listed yet. */
  const before = createMemo(() => {
    const all = versions() ?? [];
    return all[all.findIndex(({ id }) => id === chosenId()) + 1];
  });
  const asked = createMemo(() => {
    const version = chosen();
    if (!version) return;
    const earlier = against() === "before" ? before() : undefined;
    if (against() === "before" && !earlier) return;
    return { from: earlier?.id ?? version.id, to: earlier ? version.id : undefined, turn: turn() };
  });
  const [diff] = createResource(asked, ({ from, to }) => server.diff(props.noteId, from, to));

  async function restored(versionId: string): Promise<NoteVersion | null> {
    const { kept } = await server.restore(props.noteId, versionId);
    setTurn(turn() + 1);
    props.onRestored?.();
    void read(0).catch(() => undefined);
    return kept;
  }

  /** Done at once and taken back by a press, also when the dialog is closed by then: what was there is a version itself. */
  const restore = (version: NoteVersion): Promise<boolean> =>
    deed.run(async () => {
      const kept = await restored(version.id);
      if (!kept) return session.toaster.show(say("The note says this already"));
      const tell = (error: unknown) => session.toaster.show(asSwError(error).message);
      session.toaster.show(say("The note says what it said then"), () => void restored(kept.id).catch(tell));
    }, version.id);

  return {
    deed,
    versions,
    more,
    chosen,
    choose: setChosenId,
    against,
    setAgainst,
    layout,
    setLayout,
    hasBefore: () => before() !== undefined,
    diff: () => (diff.error ? undefined : diff.latest),
    isComparing: () => diff.loading,
    problem: () => deed.problem() ?? (diff.error ? asSwError(diff.error).message : undefined),
    restore,
    readMore: () => deed.run(() => read(versions()?.length ?? 0)),
    nameNow: (name: string) =>
      deed.run(async () => {
        const named = await server.nameNow(props.noteId, name);
        await read(0, named.id);
      }),
    rename: (version: NoteVersion, name: string | null) =>
      deed.run(async () => {
        const named = await server.rename(props.noteId, version.id, name);
        setVersions((all) => all?.map((each) => (each.id === named.id ? named : each)));
      }),
  };
}
