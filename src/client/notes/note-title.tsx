import { createEffect, createSignal, on, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { maxTitleLength } from "#/domain/notes/bounds.ts";
import css from "./note-page.module.css";

/** What the note is called; where one may write, a press on it renames. Links keep leading here under any name. */
export function NoteTitle(props: {
  readonly title: string;
  readonly mayRename: boolean;
  /** Whether it is being renamed, which the menu can begin too. */
  readonly renaming: boolean;
  readonly onRenaming: (on: boolean) => void;
  readonly onRename: (title: string) => Promise<unknown>;
}) {
  const deed = createDeed();
  const [typed, setTyped] = createSignal(props.title);
  let field: HTMLInputElement | undefined;
  createEffect(
    on(
      () => props.renaming,
      (on) => {
        if (!on) return;
        setTyped(props.title);
        queueMicrotask(() => {
          field?.focus();
          field?.select();
        });
      },
    ),
  );

  async function keep(): Promise<void> {
    if (!props.renaming) return;
    const title = typed().trim();
    if (title === "" || title === props.title) return props.onRenaming(false);
    if (await deed.run(() => props.onRename(title))) props.onRenaming(false);
  }

  return (
    <>
      <h1 class={css.title} data-hidden={props.renaming ? "" : undefined}>
        <Show when={props.mayRename && !props.renaming} fallback={props.title}>
          <button type="button" class={css.rename} onClick={() => props.onRenaming(true)}>
            {props.title}
          </button>
        </Show>
      </h1>
      <Show when={props.renaming}>
        <input
          ref={field}
          class={css.titleField}
          aria-label={say("Title")}
          maxLength={maxTitleLength}
          value={typed()}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => void keep()}
          onKeyDown={(event) => {
            if (event.isComposing) return;
            if (event.key === "Enter") void keep();
            else if (event.key === "Escape") props.onRenaming(false);
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
      </Show>
      <Problem text={deed.problem()} />
    </>
  );
}
