import { createMemo, type JSX } from "solid-js";
import { Drawn } from "#/client/markdown/drawn.tsx";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { createEmbeds, type EmbedPlace } from "#/client/notes/reading/embeds.ts";
import { NotePieces } from "#/client/notes/reading/note-pieces.tsx";
import css from "#/client/notes/reading/note-reading.module.css";
import { createReadingPeople } from "#/client/notes/reading/people.ts";
import { createReadingVerbs } from "#/client/notes/reading/verbs.ts";
import { wikiTargets } from "#/client/notes/reading/wiki.ts";
import { Problem } from "#/client/ui/controls/problem.tsx";
import type { NoteHeading } from "#/domain/markdown/note-marks.ts";
import { splitText } from "#/domain/notes/frontmatter.ts";
import type { WikiResolution } from "#/domain/notes/schema.ts";
import { readTodos } from "#/domain/todos/read-todos.ts";

/** A todo whose box was pressed, and what it is to become. */
export type ToggledTodo = { readonly block_id: string | null; readonly ordinal: number; readonly done: boolean };

export type NoteReadingProps = {
  /** The whole text; its frontmatter is not shown. */
  readonly markdown: string;
  readonly noteId: string;
  readonly workspaceId: string;
  readonly resolutions: readonly WikiResolution[];
  readonly canWrite: boolean;
  /** Default: the change is asked of the server. A promise that is rejected puts the box back. */
  readonly onToggleTodo?: ((todo: ToggledTodo) => void | Promise<void>) | undefined;
  /** Default: the note is made in this workspace and opened. */
  readonly onCreateNote?: ((title: string) => void | Promise<void>) | undefined;
  /** Told of the headings whenever they change. */
  readonly headings?: ((list: readonly NoteHeading[]) => void) | undefined;
  /** Of a note that is shown inside another: it has no anchors, and no embeds that were not told with those around it. */
  readonly place?: EmbedPlace | undefined;
};

/**
 * A note to be read: the same on the server and in the browser. It works before its script is there, but for what has to be
 * pressed.
 */
export function NoteReading(props: NoteReadingProps): JSX.Element {
  const clock = createViewerClock();
  const people = createReadingPeople();
  const targets = createMemo(() => wikiTargets(props.resolutions));
  const body = createMemo(() => {
    const { body } = splitText(props.markdown);
    const before = props.markdown.slice(0, props.markdown.length - body.length);
    return { body, firstLine: before.split("\n").length - 1 };
  });
  const todos = createMemo(() => new Map(todosOf(props.markdown).map((todo) => [todo.line, todo])));
  const embeds = createEmbeds(props);
  const place = () => props.place ?? { embeds, parent: null };
  const verbs = createReadingVerbs(props, todos);
  return (
    <article class={css.note} {...clock.attributes()} onClick={verbs.onClick} onKeyDown={verbs.onKeyDown}>
      <Drawn
        class={css.text}
        dir="auto"
        text={body().body}
        follows={() => [props.markdown, props.resolutions, props.canWrite, people.handles()]}
        draw={(reader) => (
          <NotePieces
            reader={reader}
            note={props}
            body={body().body}
            firstLine={body().firstLine}
            targets={targets()}
            todos={todos()}
            people={people}
            clock={clock}
            place={place()}
          />
        )}
      />
      <Problem text={verbs.problem()} />
    </article>
  );
}

/** None where a lone carriage return ends lines for the reader and not for the index: the wrong one would be ticked. */
function todosOf(markdown: string): ReturnType<typeof readTodos> {
  return /\r(?!\n)/.test(markdown) ? [] : readTodos(markdown);
}
