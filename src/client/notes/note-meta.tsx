import Pin from "lucide-solid/icons/pin";
import { For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { ago, wholeTime } from "#/client/language/times.ts";
import type { ViewerClock } from "#/client/messages/viewer-clock.ts";
import { secondsOf, statusWords } from "#/client/notes/note-words.ts";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { notesPath, roomHref } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import type { NoteDetails } from "#/domain/notes/schema.ts";
import css from "./note-page.module.css";

/** Under the title: how it stands, where it is sorted, whose it is, and where it came from. */
export function NoteMeta(props: {
  readonly note: NoteDetails;
  readonly slug: string;
  readonly clock: ViewerClock;
  /** Given, category and tags can be changed. */
  readonly onProperties: (() => void) | undefined;
}) {
  const { state } = useSession();
  const nameOf = (id: string) =>
    id === state.me.id ? say("you") : (state.participants[id]?.display_name ?? say("someone who left"));
  const room = () => (props.note.source_room_id ? state.rooms[props.note.source_room_id] : undefined);
  const source = () => {
    const from = room();
    if (!from) return undefined;
    const event = props.note.source_event_id;
    return { href: `${roomHref(from, state)}${event ? `?message=${event}` : ""}`, name: roomTitle(from, state) };
  };
  const changed = () => secondsOf(props.note.updated_at);
  const search = (key: string, value: string) => `${notesPath(props.slug)}?${new URLSearchParams({ [key]: value })}`;
  return (
    <p class={css.meta}>
      <span class={css.status} data-status={props.note.status}>
        {statusWords(props.note.status)}
      </span>
      <Show when={props.note.pinned}>
        <span class={css.fact}>
          <Pin /> {say("Pinned")}
        </span>
      </Show>
      <Show when={props.note.category}>
        {(category) => (
          <a class={css.chip} href={search("category", category())}>
            {category()}
          </a>
        )}
      </Show>
      <For each={props.note.tags}>
        {(tag) => (
          <a class={css.tag} href={search("tag", tag)}>
            #{tag}
          </a>
        )}
      </For>
      <Show when={props.onProperties}>
        {(open) => (
          <button type="button" class={css.quiet} onClick={() => open()()}>
            {props.note.category || props.note.tags.length > 0 ? say("Edit properties") : say("Add category and tags")}
          </button>
        )}
      </Show>
      <span class={css.fact}>{say("Owner: {name}", { name: nameOf(props.note.owner_id) })}</span>
      <Show when={source()}>
        {(from) => (
          <a class={css.tag} href={from().href}>
            {say("from {room}", { room: from().name })}
          </a>
        )}
      </Show>
      <time class={css.fact} datetime={props.note.updated_at} title={wholeTime(changed(), props.clock.zone())}>
        {say("Changed {ago} by {name}", {
          ago: ago(changed(), props.clock.zone(), props.clock.now()),
          name: nameOf(props.note.updated_by),
        })}
      </time>
    </p>
  );
}
