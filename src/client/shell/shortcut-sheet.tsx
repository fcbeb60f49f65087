import { For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
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
    [say("Search or jump to"), shortcut("K")],
    [say("New direct message"), shortcut("K", "shift")],
    [say("Next room, room before"), "Alt+↓ ↑"],
    [say("Next unread room, unread room before"), "Alt+Shift+↓ ↑"],
    [say("From part to part of the window"), "F6"],
    [say("Show or hide who is here"), shortcut(".")],
    [say("These shortcuts"), `${shortcut("/")} or ?`],
    [say("Mark everything as read"), "Shift+Esc"],
    [say("One step back"), "Esc"],
  ];
  const writing: Keys = [
    ...(screen().send_with === "enter"
      ? ([
          [say("Send"), "Enter"],
          [say("New line"), "Shift+Enter"],
        ] as const)
      : ([
          [say("Send"), shortcut("Enter")],
          [say("New line"), "Enter"],
        ] as const)),
    [say("Edit your last message"), "↑"],
  ];
  const single: Keys = [
    [say("Next message, message before"), "j k"],
    [say("Next unread room"), "n"],
    [say("Next unread direct message"), "p"],
    [say("Write"), "c"],
    [say("New direct message"), "x"],
    [say("Search or jump to"), "/"],
  ];
  return (
    <Dialog open title={say("Keyboard shortcuts")} onClose={props.onClose}>
      <Part title={say("Everywhere")} keys={everywhere} />
      <Part title={say("While writing")} keys={writing} />
      <Show
        when={screen().single_keys}
        fallback={
          <p class={css.words}>
            {say("Single keys, such as j and k between messages, can be turned on in Preferences.")}
          </p>
        }
      >
        <Part title={say("Single keys, while not writing")} keys={single} />
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
