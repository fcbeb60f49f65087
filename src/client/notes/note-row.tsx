import { A } from "@solidjs/router";
import FileText from "lucide-solid/icons/file-text";
import Pin from "lucide-solid/icons/pin";
import { For, type JSX, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { ago, wholeTime } from "#/client/language/times.ts";
import type { ViewerClock } from "#/client/messages/viewer-clock.ts";
import line from "#/client/notes/note-line.module.css";
import { secondsOf, statusWords } from "#/client/notes/note-words.ts";
import { VisuallyHidden } from "#/client/ui/controls/visually-hidden.tsx";
import type { NoteSummary } from "#/domain/notes/schema.ts";
import css from "./note-row.module.css";

const tagsShown = 3;

/** A note in a list: its title and first words, where it belongs, and when it changed. */
export function NoteRow(props: {
  readonly note: NoteSummary;
  readonly href: string;
  readonly clock: ViewerClock;
  /** Where it lies, in a list over several places. */
  readonly place?: string | undefined;
  /** What one can do with it here. */
  readonly end?: (() => JSX.Element) | undefined;
}) {
  const ts = () => secondsOf(props.note.updated_at);
  return (
    <li class={css.row}>
      <A class={css.link} href={props.href}>
        <FileText class={line.glyph ?? ""} />
        <span class={line.words}>
          <span class={line.line}>
            <b class={line.title}>{props.note.title}</b>
            <Show when={props.note.pinned}>
              <span class={css.pin}>
                <Pin />
                <VisuallyHidden>{say("Pinned")}</VisuallyHidden>
              </span>
            </Show>
            <Show when={props.note.status !== "published"}>
              <span class={css.chip} data-status={props.note.status}>
                {statusWords(props.note.status)}
              </span>
            </Show>
          </span>
          <span class={css.excerpt}>{props.note.excerpt || say("Nothing in it yet")}</span>
          <span class={css.meta}>
            <Show when={props.place}>{(place) => <span>{place()}</span>}</Show>
            <Show when={props.note.category}>{(category) => <span class={css.chip}>{category()}</span>}</Show>
            <For each={props.note.tags.slice(0, tagsShown)}>{(tag) => <span>#{tag}</span>}</For>
            <time datetime={props.note.updated_at} title={wholeTime(ts(), props.clock.zone())}>
              {ago(ts(), props.clock.zone(), props.clock.now())}
            </time>
          </span>
        </span>
      </A>
      <Show when={props.end}>{(end) => <span class={css.end}>{end()()}</span>}</Show>
    </li>
  );
}
