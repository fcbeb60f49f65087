import { For, Show } from "solid-js";
import css from "#/client/rooms/dialogs.module.css";
import { shortcut } from "#/client/shell/device.ts";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { Kbd } from "#/client/ui/controls/kbd.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";

type Keys = readonly (readonly [what: string, keys: string])[];

/** Every key there is. */
export default function ShortcutSheet(props: LayerProps<"shortcuts">) {
  const { state } = useSession();
  const screen = () => state.own.screen;
  const everywhere: Keys = [
    ["Search or jump to", shortcut("K")],
    ["New direct message", shortcut("K", "shift")],
    ["Next room, room before", "Alt+↓ ↑"],
    ["Next unread room, unread room before", "Alt+Shift+↓ ↑"],
    ["From part to part of the window", "F6"],
    ["Show or hide who is here", shortcut(".")],
    ["These shortcuts", `${shortcut("/")} or ?`],
    ["Mark everything as read", "Shift+Esc"],
    ["One step back", "Esc"],
  ];
  const writing: Keys = [
    ...(screen().send_with === "enter"
      ? ([
          ["Send", "Enter"],
          ["New line", "Shift+Enter"],
        ] as const)
      : ([
          ["Send", shortcut("Enter")],
          ["New line", "Enter"],
        ] as const)),
    ["Edit your last message", "↑"],
  ];
  const single: Keys = [
    ["Next message, message before", "j k"],
    ["Next unread room", "n"],
    ["Next unread direct message", "p"],
    ["Write", "c"],
    ["New direct message", "x"],
    ["Search or jump to", "/"],
  ];
  return (
    <Dialog open title="Keyboard shortcuts" onClose={props.onClose}>
      <Part title="Everywhere" keys={everywhere} />
      <Part title="While writing" keys={writing} />
      <Show
        when={screen().single_keys}
        fallback={
          <p class={css.words}>Single keys, such as j and k between messages, can be turned on in Preferences.</p>
        }
      >
        <Part title="Single keys, while not writing" keys={single} />
      </Show>
    </Dialog>
  );
}

function Part(props: { readonly title: string; readonly keys: Keys }) {
  return (
    <>
      <h3 class={css.keysTitle}>{props.title}</h3>
      <dl class={css.keys}>
        <For each={props.keys}>
          {([what, keys]) => (
            <>
              <dt>{what}</dt>
              <dd>
                <Kbd keys={keys} />
              </dd>
            </>
          )}
        </For>
      </dl>
    </>
  );
}
