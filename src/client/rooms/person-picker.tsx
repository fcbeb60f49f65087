import { createMemo, createSignal, createUniqueId, For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { findPeople } from "#/client/rooms/find-people.ts";
import css from "#/client/rooms/person-picker.module.css";
import { markOf, personOf } from "#/client/shell/people.ts";
import { useSession } from "#/client/shell/session.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { PersonRow } from "#/client/ui/people/person-row.tsx";
import type { Participant } from "#/domain/participants/participant.ts";

const mostShown = 50;

export type PersonPickerProps = {
  readonly label: string;
  /** Who can be chosen; the others are shown with the reason, as `note` tells it. */
  readonly noteOf?: ((participant: Participant) => string | undefined) | undefined;
  /** Whether someone was chosen and that is not done yet; with an id, whether it was this one. */
  readonly busy: (id?: string) => boolean;
  readonly onChoose: (participant: Participant) => void;
};

/** Finds people and AIs by name or handle; the arrow keys walk the list from the field. */
export function PersonPicker(props: PersonPickerProps) {
  const { state } = useSession();
  const listId = createUniqueId();
  const [query, setQuery] = createSignal("");
  const found = createMemo(() =>
    findPeople(Object.values(state.participants), query(), state.me.id).slice(0, mostShown),
  );
  let list!: HTMLUListElement;

  function walk(event: KeyboardEvent) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const rows = [...list.querySelectorAll<HTMLElement>("button")];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const next = event.key === "ArrowDown" ? at + 1 : at - 1;
    rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys go from the field to the rows inside
    <div onKeyDown={walk}>
      <TextField
        label={props.label}
        placeholder={say("Name or handle")}
        autocomplete="off"
        autofocus
        aria-controls={listId}
        value={query()}
        onInput={setQuery}
      />
      <ul class={css.list} id={listId} ref={list}>
        <For each={found()}>
          {(participant) => (
            <li>
              <button
                type="button"
                class={css.row}
                aria-disabled={props.noteOf?.(participant) || props.busy(participant.id) ? "true" : undefined}
                onClick={() => {
                  if (!props.noteOf?.(participant) && !props.busy()) props.onChoose(participant);
                }}
              >
                <PersonRow
                  person={personOf(participant)}
                  handle={`@${participant.local_id}`}
                  presence={markOf(participant, state)}
                  note={props.noteOf?.(participant)}
                />
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={found().length === 0}>
        <p class={css.none} role="status">
          {say("Nobody called ‘{query}’ is on this server.", { query: query() })}
        </p>
      </Show>
    </div>
  );
}
