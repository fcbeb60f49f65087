import { For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "#/client/rooms/dialogs.module.css";
import { type KeyLine, keyParts } from "#/client/shell/keys.ts";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { Kbd } from "#/client/ui/controls/kbd.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";

/** Every key there is. */
export default function ShortcutSheet(props: LayerProps<"shortcuts">) {
  const { state } = useSession();
  const parts = () => keyParts(state.own.screen);
  return (
    <Dialog open size={560} title={say("Keyboard shortcuts")} onClose={props.onClose}>
      <Part title={say("Everywhere")} keys={parts().everywhere} />
      <Part title={say("While writing")} keys={parts().writing} />
      <Part title={say("On a message")} keys={parts().message} />
      <Part title={say("In a note")} keys={parts().note} />
      <Show
        when={state.own.screen.single_keys}
        fallback={
          <p class={css.words}>
            {say("Single keys, such as j and k between messages, can be turned on in Preferences.")}
          </p>
        }
      >
        <Part title={say("Single keys, while not writing")} keys={parts().single} />
      </Show>
    </Dialog>
  );
}

function Part(props: { readonly title: string; readonly keys: readonly KeyLine[] }) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: nothing else in the sheet takes the focus, and it scrolls by keyboard only from within */}
      <h3 class={css.keysTitle} tabIndex={0}>
        {props.title}
      </h3>
      <dl class={css.keys}>
        <For each={props.keys}>
          {(line) => (
            <>
              <dt>{line.what}</dt>
              <dd>
                <Kbd keys={line.keys} />
              </dd>
            </>
          )}
        </For>
      </dl>
    </>
  );
}
