import { createMemo, createSignal, For, Show } from "solid-js";
import { findEmoji } from "#/client/messages/emoji-set.ts";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Popover } from "#/client/ui/overlays/popover.tsx";
import css from "./emoji-picker.module.css";

const columns = 8;

export type EmojiPickerProps = {
  readonly anchor: Element;
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
};

/** A grid of emoji that is searched by name and walked with the arrows. */
export default function EmojiPicker(props: EmojiPickerProps) {
  const [query, setQuery] = createSignal("");
  const found = createMemo(() => findEmoji(query()));
  let grid!: HTMLDivElement;
  const cells = () => [...grid.querySelectorAll<HTMLElement>("button")];

  function onKeyDown(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    const step = steps[event.key];
    const at = cells().indexOf(document.activeElement as HTMLElement);
    if (step === undefined || (at < 0 && event.key !== "ArrowDown")) return;
    event.preventDefault();
    if (at < 0) cells()[0]?.focus();
    else if (at + step < 0) grid.parentElement?.querySelector("input")?.focus();
    else cells()[at + step]?.focus();
  }

  return (
    <Popover
      label="Choose an emoji"
      anchor={() => props.anchor}
      placement={{ side: "below", align: "end" }}
      onClose={props.onClose}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows move among the controls inside */}
      <div class={css.picker} onKeyDown={onKeyDown}>
        <TextField
          label="Search emoji"
          hideLabel
          placeholder="Search emoji"
          value={query()}
          onInput={setQuery}
          onKeyDown={(event) => {
            const [first] = found();
            if (event.key === "Enter" && !event.isComposing && first) props.onPick(first[0]);
          }}
        />
        <div class={css.grid} ref={grid}>
          <For each={found()}>
            {([emoji, name]) => (
              <button type="button" class={css.cell} aria-label={name} onClick={() => props.onPick(emoji)}>
                {emoji}
              </button>
            )}
          </For>
        </div>
        <Show when={found().length === 0}>
          <p class={css.none}>No emoji called “{query()}”</p>
        </Show>
      </div>
    </Popover>
  );
}
