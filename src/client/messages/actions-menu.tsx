import { For } from "solid-js";
import { say } from "#/client/language/say.ts";
import { recentEmoji } from "#/client/messages/recent-emoji.ts";
import type { Stage } from "#/client/messages/stage.tsx";
import { menuEntries } from "#/client/messages/verb-words.tsx";
import type { TimelineItem } from "#/client/sync/timeline.ts";
import { EmojiButton } from "#/client/ui/messages/hover-bar.tsx";
import { MenuSurface } from "#/client/ui/overlays/menu.tsx";
import css from "./actions-menu.module.css";

export type ActionsMenuProps = {
  readonly stage: Stage;
  readonly item: TimelineItem;
  readonly anchor: Element;
  readonly onClose: () => void;
};

/** All verbs of a message: beside it for the keyboard, a sheet with the usual emoji for a finger. */
export default function ActionsMenu(props: ActionsMenuProps) {
  const emoji = () => (props.stage.verbs(props.item).includes("react") ? recentEmoji().slice(0, 5) : []);
  return (
    <MenuSurface
      label={say("Message")}
      anchor={() => props.anchor}
      placement={{ side: "below", align: "end" }}
      from="first"
      entries={menuEntries(props.stage, props.item, () => props.anchor)}
      onClose={props.onClose}
      head={
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no child of a menu
        <div class={css.emoji} role="group" aria-label={say("React")}>
          <For each={emoji()}>
            {(each) => (
              <EmojiButton
                role="menuitem"
                emoji={each}
                label={say("React with {each}", { each })}
                onClick={() => {
                  props.onClose();
                  props.stage.react(props.item.message, each);
                }}
              />
            )}
          </For>
        </div>
      }
    />
  );
}
