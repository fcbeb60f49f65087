import Ellipsis from "lucide-solid/icons/ellipsis";
import { createMemo, For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { recentEmoji } from "#/client/messages/recent-emoji.ts";
import { useStage } from "#/client/messages/stage.tsx";
import { menuEntries, verbWords } from "#/client/messages/verb-words.tsx";
import type { Verb } from "#/client/messages/verbs.ts";
import type { TimelineItem } from "#/client/sync/timeline.ts";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { EmojiButton, HoverBar } from "#/client/ui/messages/hover-bar.tsx";
import { Menu } from "#/client/ui/overlays/menu.tsx";

const quick: readonly Verb[] = ["react", "reply", "thread", "save_note"];

/** The verbs beside a message that is pointed at: two emoji, the usual four, and all of them under More. */
export default function MessageBar(props: { readonly item: TimelineItem }) {
  const stage = useStage();
  const verbs = createMemo(() => stage.verbs(props.item));
  // What was offered when the bar opened stays under the pointer while one uses it.
  const emoji = recentEmoji().slice(0, 2);
  return (
    <Show when={verbs().length > 0}>
      <HoverBar label={say("Message")}>
        <Show when={verbs().includes("react")}>
          <For each={emoji}>
            {(each) => (
              <EmojiButton
                emoji={each}
                label={say("React with {each}", { each })}
                onClick={() => stage.react(props.item.message, each)}
              />
            )}
          </For>
        </Show>
        <For each={quick.filter((verb) => verbs().includes(verb))}>
          {(verb) => (
            <IconButton
              label={verbWords[verb].label}
              shortcut={verbWords[verb].shortcut}
              size="small"
              aria-haspopup={verb === "react" ? "dialog" : undefined}
              aria-expanded={verb === "react" ? stage.pickingFor() === props.item.message.id : undefined}
              onClick={(event) => stage.run(verb, props.item, event.currentTarget as Element)}
            >
              {verbWords[verb].icon()}
            </IconButton>
          )}
        </For>
        <More item={props.item} />
      </HoverBar>
    </Show>
  );
}

function More(props: { readonly item: TimelineItem }) {
  const stage = useStage();
  let button!: HTMLElement;
  return (
    <Menu
      label={say("Message")}
      placement={{ side: "below", align: "end" }}
      entries={menuEntries(stage, props.item, () => button)}
      trigger={(attributes) => (
        <IconButton
          {...attributes}
          ref={(element) => {
            button = element;
            attributes.ref(element);
          }}
          label={say("More")}
          size="small"
        >
          <Ellipsis />
        </IconButton>
      )}
    />
  );
}
