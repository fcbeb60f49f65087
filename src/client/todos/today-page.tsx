import { useSearchParams } from "@solidjs/router";
import CalendarCheck from "lucide-solid/icons/calendar-check";
import { createMemo, createSignal, onCleanup, onMount, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { dayKey } from "#/client/language/times.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { railOrder, workspacePath } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";
import { dayWords } from "#/client/todos/day-words.ts";
import { followTodos } from "#/client/todos/follow-todos.ts";
import { PinnedNote } from "#/client/todos/pinned-note.tsx";
import { filterOf, narrows, passes, searchOf, type TodayFilter, TodayFilters } from "#/client/todos/today-filters.tsx";
import css from "#/client/todos/today-page.module.css";
import { createTodayState, hearInto, type TodaySection } from "#/client/todos/today-state.ts";
import { TodoLines } from "#/client/todos/todo-lines.tsx";
import { personWith } from "#/client/todos/todo-people.ts";
import { type TodoItem, type TodoServer, todoServer } from "#/client/todos/todo-server.ts";
import { createTodoVerbs } from "#/client/todos/todo-verbs.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { BackLink } from "#/client/ui/layout/back-link.tsx";
import page from "#/client/ui/layout/centre-page.module.css";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";

/** What is due in all notes that one may read, and what has no day. */
export function TodayPage(props: { readonly server?: TodoServer | undefined }) {
  const session = useSession();
  const clock = createViewerClock();
  const server = props.server ?? todoServer;
  const home = () => railOrder(session.state)[0];
  const state = createTodayState(server, () => home()?.id);
  const verbs = createTodoVerbs(server, state.apply);
  const [search, setSearch] = useSearchParams<Record<string, string>>();
  const filter = createMemo(() => filterOf(search));
  const setFilter = (to: TodayFilter) => setSearch(searchOf(to), { replace: true, scroll: false });

  onMount(() => {
    void state.read();
    onCleanup(hearInto(session, state));
  });
  followTodos(session, () => void state.read());

  const today = () => state.day() ?? dayKey(clock.now(), clock.zone());
  const all = createMemo(() => (state.order() ?? []).flatMap((key) => state.lines[key]?.todo ?? []));
  const keysOf = (section: TodaySection) =>
    (state.order() ?? []).filter((key) => {
      const line = state.lines[key];
      return line?.section === section && passes(line.todo, filter());
    });
  const nameOf = (id: string) => personWith(session, id)?.name ?? say("Somebody");

  const Lines = (lines: { readonly of: TodaySection }) => (
    <TodoLines
      class={css.lines}
      keys={keysOf(lines.of)}
      todo={(key) => state.lines[key]?.todo}
      verbs={verbs}
      today={today()}
    />
  );

  return (
    <main class={page.page} id="main" tabIndex={-1} {...clock.attributes()}>
      <div class={css.scroller}>
        <div class={css.measure}>
          <header class={css.head}>
            <BackLink href={workspacePath(home()?.slug ?? "-")} label={say("Back to your rooms")} />
            <h1 class={css.date}>{dayWords(today())}</h1>
            <Show when={state.order()}>
              <p class={css.counts}>{countWords(state.open("today"), state.open("late"))}</p>
            </Show>
          </header>
          <Problem text={state.problem()} />
          <Show when={state.pinned()}>{(note) => <PinnedNote note={note()} />}</Show>
          <Show when={all().length > 0 || narrows(filter())}>
            <TodayFilters
              todos={all()}
              filter={filter()}
              onFilter={setFilter}
              workspaceName={(id) => session.state.workspaces[id]?.name ?? say("Another workspace")}
              personName={nameOf}
            />
          </Show>
          <Show when={keysOf("late").length > 0}>
            <section aria-labelledby="today-late">
              <h2 class={css.part} id="today-late">
                {say("Late")}
              </h2>
              <Lines of="late" />
            </section>
          </Show>
          <Show when={keysOf("today").length > 0}>
            <section aria-labelledby="today-due">
              <h2 class={css.part} id="today-due">
                {say("Today")}
              </h2>
              <Lines of="today" />
            </section>
          </Show>
          <Show when={state.order() && keysOf("late").length + keysOf("today").length === 0}>
            <Show
              when={!narrows(filter())}
              fallback={<p class={css.nothing}>{say("Nothing due that passes these filters.")}</p>}
            >
              <EmptyState
                icon={<CalendarCheck />}
                title={say("Nothing due today")}
                text={say("Write ‘- [ ] call Ana 📅 tomorrow’ in any note and it appears here.")}
              />
            </Show>
          </Show>
          <Show when={keysOf("undated").length > 0}>
            <details class={css.undated}>
              <summary class={css.part}>
                {say("No date")} <span class={css.count}>{state.open("undated")}</span>
              </summary>
              <Lines of="undated" />
            </details>
          </Show>
        </div>
      </div>
      <AddLine server={server} workspaceId={home()?.id} onAdded={state.add} />
    </main>
  );
}

function countWords(due: number, late: number): string {
  const words = say("{count} due", { count: due });
  return late === 0 ? words : `${words} · ${say("{count} late", { count: late })}`;
}

type AddLineProps = {
  readonly server: TodoServer;
  readonly workspaceId: string | undefined;
  readonly onAdded: (todo: TodoItem) => void;
};

function AddLine(props: AddLineProps) {
  const [text, setText] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();

  async function add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const words = text().trim();
    if (words === "" || busy()) return;
    setBusy(true);
    setProblem(undefined);
    try {
      props.onAdded(await props.server.addToToday(words, props.workspaceId));
      setText("");
    } catch (error) {
      setProblem(asSwError(error).message);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form class={css.add} onSubmit={(event) => void add(event)}>
      <div class={css.field}>
        <TextField
          label={say("Add to today's note")}
          hideLabel
          placeholder={say("Add to today's note")}
          maxLength={1_000}
          value={text()}
          error={problem()}
          onInput={setText}
        />
      </div>
      <Button
        type="submit"
        busy={busy()}
        disabledReason={text().trim() === "" ? say("Write something first.") : undefined}
      >
        {say("Add")}
      </Button>
    </form>
  );
}
