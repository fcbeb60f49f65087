import { createEffect, createSignal, on, onCleanup, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { chipWords } from "#/client/notes/editor/chip-words.ts";
import type { NoteChip, NoteEditorHandle } from "#/client/notes/editor/note-editor-types.ts";
import { copyText } from "#/client/notes/take-away.ts";
import type { Session } from "#/client/shell/session.tsx";
import css from "./note-chip.module.css";

/** How long “Saved” is told. */
const savedMs = 2_000;

/** Said in a word; whatever else is told may need a line of its own. */
const brief: readonly NoteChip["is"][] = ["opening", "saved", "saving"];

/** Where one's words are: the one place that tells it. */
export function NoteChipView(props: {
  readonly chip: NoteChip;
  readonly handle: () => NoteEditorHandle | undefined;
  readonly session: Pick<Session, "toaster">;
}) {
  const [faded, setFaded] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(
    on(
      () => props.chip.is,
      (is) => {
        clearTimeout(timer);
        setFaded(false);
        if (is === "saved") timer = setTimeout(() => setFaded(true), savedMs);
      },
    ),
  );
  onCleanup(() => clearTimeout(timer));
  const words = () => chipWords(props.chip);
  return (
    <span
      class={css.chip}
      data-tone={words().tone}
      data-faded={faded() ? "" : undefined}
      data-brief={brief.includes(props.chip.is) ? "" : undefined}
    >
      <span role="status">{words().words}</span>
      <Show when={words().action === "copy"}>
        <button
          type="button"
          class={css.verb}
          onClick={() =>
            void copyText(props.session, props.handle()?.unsavedText() ?? "", say("Your changes are copied"))
          }
        >
          {say("Copy my changes")}
        </button>
      </Show>
      <Show when={words().action === "load_again"}>
        <button type="button" class={css.verb} onClick={() => props.handle()?.loadAgain()}>
          {say("Load again")}
        </button>
      </Show>
    </span>
  );
}
