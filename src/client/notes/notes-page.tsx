import ListFilter from "lucide-solid/icons/list-filter";
import NotebookText from "lucide-solid/icons/notebook-text";
import { createMemo, For, type JSX, Match, Show, Switch } from "solid-js";
import { say } from "#/client/language/say.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { FolderMenu } from "#/client/notes/folder-menu.tsx";
import { NoteRow } from "#/client/notes/note-row.tsx";
import { RowVerbs } from "#/client/notes/note-row-verbs.tsx";
import { type NotesFilter, type NotesView, narrows, searchOf } from "#/client/notes/notes-filter.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { railOrder, workspacePath } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { SearchField } from "#/client/ui/controls/search-field.tsx";
import { BackLink } from "#/client/ui/layout/back-link.tsx";
import page from "#/client/ui/layout/centre-page.module.css";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { HeaderBar } from "#/client/ui/layout/header-bar.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import { type ErrorCode, errorTable } from "#/domain/errors.ts";
import { notePath } from "#/domain/notes/paths.ts";
import type { NoteSummary } from "#/domain/notes/schema.ts";
import type { WorkspaceEntry } from "#/domain/views/state.ts";
import { workspaceAllows } from "#/domain/workspaces/workspace.ts";
import css from "./notes-page.module.css";

type Answer<T> = { ok: true; value: T } | { ok: false; code: ErrorCode };
export type Facets = { readonly categories: readonly string[]; readonly tags: readonly string[] };

export type NotesPageProps = {
  /** Undefined for the notes of all workspaces. */
  readonly workspace: WorkspaceEntry | undefined;
  readonly notes: Answer<{ items: readonly NoteSummary[]; has_more: boolean }> | undefined;
  readonly facets: Facets;
  readonly filter: NotesFilter;
  readonly onFilter: (change: Partial<NotesFilter>) => void;
  readonly again: () => void;
};

/** The notes of a workspace or of all of them: narrowed, uncategorised, or put away. */
export function NotesPage(props: NotesPageProps) {
  const { state } = useSession();
  const layers = useLayers();
  const clock = createViewerClock();
  const items = createMemo(() => (props.notes?.ok ? props.notes.value.items : undefined));
  const problem = () => (props.notes && !props.notes.ok ? say(errorTable[props.notes.code][1]) : undefined);
  const slugOf = (note: NoteSummary) => state.workspaces[note.workspace_id]?.slug ?? props.workspace?.slug ?? "-";
  const mayWrite = () =>
    (props.workspace ? [props.workspace] : railOrder(state)).some(({ role }) => workspaceAllows(role, "create_room"));
  const create = () => layers.open({ is: "new-note", ...(props.workspace ? { workspaceId: props.workspace.id } : {}) });

  return (
    <main class={page.page} id="main" tabIndex={-1} {...clock.attributes()}>
      <HeaderBar
        level={1}
        title={say("Notes")}
        detail={props.workspace?.name ?? say("All workspaces")}
        start={
          <BackLink
            href={workspacePath(props.workspace?.slug ?? railOrder(state)[0]?.slug ?? "-")}
            label={say("Back to your rooms")}
          />
        }
        end={
          <>
            <Show when={mayWrite() && (items()?.length ?? 0) > 0}>
              <Button size="small" onClick={create}>
                {say("New note")}
              </Button>
            </Show>
            <Show when={props.workspace}>
              {(workspace) => <FolderMenu workspaceId={workspace().id} mayWrite={mayWrite()} again={props.again} />}
            </Show>
          </>
        }
      />
      <div class={css.scroller}>
        <div class={css.inner}>
          <Views {...props} />
          <Show when={props.filter.view !== "inbox"}>
            <Filters {...props} />
          </Show>
          <Problem text={problem()} />
          <Show when={items()}>
            {(notes) => (
              <Show
                when={notes().length > 0}
                fallback={<Nothing filter={props.filter} onNew={mayWrite() ? create : undefined} />}
              >
                <ul class={css.list} aria-label={say("Notes")}>
                  <For each={notes()}>
                    {(note) => (
                      <NoteRow
                        note={note}
                        href={notePath(slugOf(note), note)}
                        clock={clock}
                        place={props.workspace ? undefined : state.workspaces[note.workspace_id]?.name}
                        end={() => (
                          <RowVerbs
                            note={note}
                            view={props.filter.view}
                            categories={props.facets.categories}
                            again={props.again}
                          />
                        )}
                      />
                    )}
                  </For>
                </ul>
                <Pages {...props} />
              </Show>
            )}
          </Show>
        </div>
      </div>
    </main>
  );
}

const views = (): readonly (readonly [NotesView, string])[] => [
  ["all", say("All notes")],
  ["inbox", say("Uncategorised")],
  ["archive", say("Archive")],
];

/** Links, so that they work before the page is alive. */
function Views(props: NotesPageProps): JSX.Element {
  const href = (view: NotesView) => {
    const search = searchOf({ ...props.filter, view, page: 1, status: "", category: "" });
    const query = new URLSearchParams(Object.entries(search).flatMap(([key, value]) => (value ? [[key, value]] : [])));
    return `?${query}`;
  };
  return (
    <nav class={css.views} aria-label={say("Which notes")}>
      <For each={views()}>
        {([view, label]) => (
          <a class={css.view} href={href(view)} aria-current={props.filter.view === view ? "page" : undefined}>
            {label}
          </a>
        )}
      </For>
    </nav>
  );
}

function Filters(props: NotesPageProps): JSX.Element {
  const choices = (none: string, all: readonly string[], now: string) => [
    { value: "", label: none },
    ...[...new Set([...(now ? [now] : []), ...all])].map((value) => ({ value, label: value })),
  ];
  return (
    <search class={css.filters}>
      <span class={css.find}>
        <SearchField
          label={say("Find notes")}
          placeholder={say("Find notes")}
          maxLength={200}
          value={props.filter.q}
          onSearch={(q) => props.onFilter({ q, page: 1 })}
        />
      </span>
      <Show when={props.filter.view === "all"}>
        <Select
          label={say("Status")}
          value={props.filter.status}
          options={[
            { value: "", label: say("Any status") },
            { value: "published", label: say("Published") },
            { value: "draft", label: say("Draft") },
          ]}
          onChange={(status) => props.onFilter({ status, page: 1 })}
        />
        <Select
          label={say("Category")}
          value={props.filter.category}
          options={choices(say("Any category"), props.facets.categories, props.filter.category)}
          onChange={(category) => props.onFilter({ category, page: 1 })}
        />
      </Show>
      <Select
        label={say("Tag")}
        value={props.filter.tag}
        options={choices(say("Any tag"), props.facets.tags, props.filter.tag)}
        onChange={(tag) => props.onFilter({ tag, page: 1 })}
      />
      <Toggle pressed={props.filter.pinned} onToggle={(pinned) => props.onFilter({ pinned, page: 1 })}>
        {say("Pinned")}
      </Toggle>
      <Toggle pressed={props.filter.mine} onToggle={(mine) => props.onFilter({ mine, page: 1 })}>
        {say("Mine")}
      </Toggle>
    </search>
  );
}

function Toggle(props: {
  readonly pressed: boolean;
  readonly onToggle: (on: boolean) => void;
  readonly children: string;
}) {
  return (
    <button
      type="button"
      class={css.toggle}
      aria-pressed={props.pressed}
      onClick={() => props.onToggle(!props.pressed)}
    >
      {props.children}
    </button>
  );
}

function Nothing(props: { readonly filter: NotesFilter; readonly onNew: (() => void) | undefined }): JSX.Element {
  const action = () =>
    props.onNew && (
      <Button kind="primary" onClick={() => props.onNew?.()}>
        {say("New note")}
      </Button>
    );
  return (
    <Switch
      fallback={
        <EmptyState
          icon={<NotebookText />}
          title={say("Write the first note")}
          text={say("Notes outlive the chat. Save a message as one, or start empty.")}
          action={action()}
        />
      }
    >
      <Match when={narrows(props.filter)}>
        <EmptyState
          icon={<ListFilter />}
          title={say("No notes match")}
          text={say("Try other words, or fewer filters.")}
        />
      </Match>
      <Match when={props.filter.view === "inbox"}>
        <EmptyState
          icon={<NotebookText />}
          title={say("Every note has its category")}
          text={say("New notes without one wait here to be sorted.")}
        />
      </Match>
      <Match when={props.filter.view === "archive"}>
        <EmptyState
          icon={<NotebookText />}
          title={say("Nothing is archived")}
          text={say("Archived notes stay here until someone restores them.")}
        />
      </Match>
    </Switch>
  );
}

function Pages(props: NotesPageProps): JSX.Element {
  const more = () => props.notes?.ok === true && props.notes.value.has_more;
  return (
    <Show when={more() || props.filter.page > 1}>
      <div class={css.pages}>
        <Button
          disabledReason={props.filter.page > 1 ? undefined : say("This is the first page")}
          onClick={() => props.onFilter({ page: props.filter.page - 1 })}
        >
          {say("Previous page")}
        </Button>
        <Button
          disabledReason={more() ? undefined : say("This is the last page")}
          onClick={() => props.onFilter({ page: props.filter.page + 1 })}
        >
          {say("Next page")}
        </Button>
      </div>
    </Show>
  );
}
