import { createMemo, createSignal, For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { type Emoji, emojiByGroup, emojiName, findEmoji, inTone, tones } from "#/client/messages/emoji-set.ts";
import { recentEmoji } from "#/client/messages/recent-emoji.ts";
import { createSkinTone } from "#/client/messages/skin-tone.ts";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Popover } from "#/client/ui/overlays/popover.tsx";
import css from "./emoji-picker.module.css";

const columns = 8;
const toneNames = () => say("yellow, light, medium light, medium, medium dark, dark").split(", ");

export type EmojiPickerProps = {
  readonly anchor: Element;
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
};

/** Emoji by group, the latest first: searched by name, walked with the arrows, in one's own tone of skin. */
export default function EmojiPicker(props: EmojiPickerProps) {
  const [query, setQuery] = createSignal("");
  const [tone, setTone] = createSkinTone();
  const groups = createMemo(() => {
    if (query().trim() !== "") return [{ name: say("Found"), emoji: findEmoji(query()) }];
    // What was picked keeps the tone it was picked in.
    const recent = recentEmoji().map((emoji): Emoji => [emoji, emojiName(emoji)]);
    return [{ name: say("Recent"), emoji: recent }, ...emojiByGroup];
  });
  const shown = ([emoji]: Emoji, group: string) => (group === say("Recent") ? emoji : inTone(emoji, tone()));
  let box!: HTMLDivElement;
  const cells = () => [...box.querySelectorAll<HTMLElement>("button")];

  function onKeyDown(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement && event.key !== "ArrowDown") return;
    if (event.target instanceof Element && event.target.closest("fieldset")) return;
    const all = cells();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = at < 0 ? 0 : stepOf(all, at, event.key);
    if (next === null || (at < 0 && event.key !== "ArrowDown")) return;
    event.preventDefault();
    if (next < 0) box.parentElement?.querySelector("input")?.focus();
    else all[next]?.focus();
  }

  return (
    <Popover
      label={say("Choose an emoji")}
      anchor={() => props.anchor}
      placement={{ side: "below", align: "end" }}
      onClose={props.onClose}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows move among the controls inside */}
      <div class={css.picker} onKeyDown={onKeyDown}>
        <TextField
          label={say("Search emoji")}
          hideLabel
          placeholder={say("Search emoji")}
          value={query()}
          onInput={setQuery}
          onKeyDown={(event) => {
            const [first] = findEmoji(query());
            if (event.key === "Enter" && !event.isComposing && query().trim() && first)
              props.onPick(inTone(first[0], tone()));
          }}
        />
        <div class={css.groups} ref={box}>
          <For each={groups()}>
            {(group) => (
              <Show when={group.emoji.length > 0}>
                {/* biome-ignore lint/a11y/useSemanticElements: a fieldset looks and sizes otherwise */}
                <div role="group" aria-label={group.name}>
                  <h3 class={css.heading}>{group.name}</h3>
                  <div class={css.grid}>
                    <For each={group.emoji}>
                      {(entry) => (
                        <button
                          type="button"
                          class={css.cell}
                          aria-label={entry[1]}
                          onClick={() => props.onPick(shown(entry, group.name))}
                        >
                          {shown(entry, group.name)}
                        </button>
                      )}
                    </For>
                  </div>
                </div>
              </Show>
            )}
          </For>
        </div>
        <Show when={query().trim() !== "" && groups()[0]?.emoji.length === 0}>
          <p class={css.none} role="status">
            {say("No emoji called “{query}”", { query: query() })}
          </p>
        </Show>
        <fieldset class={css.tones}>
          <legend class={css.legend}>{say("Skin tone")}</legend>
          <For each={tones}>
            {(each, index) => (
              <label class={css.tone} data-chosen={tone() === each ? "" : undefined}>
                <input
                  type="radio"
                  name="skin-tone"
                  checked={tone() === each}
                  aria-label={toneNames()[index()]}
                  onChange={() => setTone(each)}
                />
                <span aria-hidden="true">{inTone("✋", each)}</span>
              </label>
            )}
          </For>
        </fieldset>
      </div>
    </Popover>
  );
}

/** Rows of different groups do not stand below one another: up and down go by where the cells are. */
function stepOf(all: readonly HTMLElement[], at: number, key: string): number | null {
  if (key === "ArrowRight") return Math.min(at + 1, all.length - 1);
  if (key === "ArrowLeft") return at - 1;
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  const here = all[at];
  if (step === undefined || !here) return null;
  const section = here.closest("section");
  const inGroup = all.filter((cell) => cell.closest("section") === section);
  const column = inGroup.indexOf(here) % columns;
  const inside = all[at + step * columns];
  if (inside?.closest("section") === section) return at + step * columns;
  const edge = step > 0 ? all.indexOf(inGroup.at(-1)!) + 1 : all.indexOf(inGroup[0]!) - 1;
  const other = all[edge]?.closest("section");
  if (!other) return step > 0 ? at : -1;
  const cells = all.filter((cell) => cell.closest("section") === other);
  const row = step > 0 ? 0 : Math.floor((cells.length - 1) / columns) * columns;
  return all.indexOf(cells[Math.min(row + column, cells.length - 1)]!);
}
