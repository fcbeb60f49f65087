import SmilePlus from "lucide-solid/icons/face-slightly-smiling-plus";
import { createSignal, For, lazy, Show, Suspense } from "solid-js";
import { say } from "#/client/language/say.ts";
import { setStatus } from "#/client/presence/set-status.ts";
import css from "#/client/presence/status-dialog.module.css";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { endOf, type Lasting, lasting } from "#/client/shell/status-words.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";

const EmojiPicker = lazy(() => import("#/client/messages/emoji-picker.tsx"));

const suggestions = (): readonly (readonly [emoji: string, text: string, lasts: Lasting])[] => [
  ["🗓️", say("In a meeting"), "60"],
  ["🍲", say("Lunch"), "30"],
  ["🎧", say("Focusing"), "240"],
  ["🤒", say("Out sick"), "day"],
  ["🌴", say("On holiday"), "week"],
];

/** What one says of oneself for a while. Everyone of the tenant sees it beside one's name. */
export default function StatusDialog(props: LayerProps<"status">) {
  const session = useSession();
  const now = session.state.statuses[session.state.me.id];
  const [emoji, setEmoji] = createSignal<string | null>(now?.emoji ?? null);
  const [text, setText] = createSignal(now?.text ?? "");
  const [lasts, setLasts] = createSignal<Lasting>("ever");
  const [problem, setProblem] = createSignal<string>();
  const [anchor, setAnchor] = createSignal<Element>();

  function save(): Promise<void> | undefined {
    const words = text().trim();
    if (!words && emoji() === null) {
      setProblem(say("Write a status or choose an emoji."));
      return undefined;
    }
    const midnight = new Date();
    midnight.setHours(23, 59, 59, 0);
    return setStatus(session, { emoji: emoji(), text: words, until: endOf(lasts(), new Date(), midnight) }).then(() =>
      props.onClose(),
    );
  }

  return (
    <DeedDialog
      title={say("Your status")}
      verb={say("Save")}
      busyLabel={say("Saving")}
      onDo={save}
      onClose={props.onClose}
    >
      <div class={css.line}>
        <IconButton
          label={emoji() ? say("Emoji {emoji}, choose another", { emoji: emoji() }) : say("Choose an emoji")}
          onClick={(event) => setAnchor(event.currentTarget as Element)}
        >
          <Show when={emoji()} fallback={<SmilePlus />}>
            <span class={css.emoji}>{emoji()}</span>
          </Show>
        </IconButton>
        <div class={css.field}>
          <TextField
            label={say("Status")}
            hideLabel
            autofocus
            autocomplete="off"
            placeholder={say("What are you up to?")}
            maxLength={100}
            value={text()}
            error={problem()}
            onInput={setText}
          />
        </div>
      </div>
      <Suspense>
        <Show when={anchor()} keyed>
          {(button) => (
            <EmojiPicker
              anchor={button}
              onPick={(picked) => {
                setEmoji(picked);
                setAnchor(undefined);
              }}
              onClose={() => setAnchor(undefined)}
            />
          )}
        </Show>
      </Suspense>
      <ul class={css.suggestions} aria-label={say("Suggestions")}>
        <For each={suggestions()}>
          {([sign, words, length]) => (
            <li>
              <Button
                kind="quiet"
                onClick={() => {
                  setEmoji(sign);
                  setText(words);
                  setLasts(length);
                }}
              >
                {sign} {words}
              </Button>
            </li>
          )}
        </For>
      </ul>
      <div class={css.lasts}>
        <span>{say("Clear after")}</span>
        <Select label={say("Clear after")} options={lasting} value={lasts()} onChange={setLasts} />
      </div>
    </DeedDialog>
  );
}
