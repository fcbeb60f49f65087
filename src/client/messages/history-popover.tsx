import { createSignal, For, onMount, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { clockTime, dayLabel } from "#/client/language/times.ts";
import { Markdown } from "#/client/markdown/Markdown.tsx";
import type { ViewerClock } from "#/client/messages/viewer-clock.ts";
import { messageServer } from "#/client/sync/message-server.ts";
import { asSwError } from "#/client/sync/server.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { Popover } from "#/client/ui/overlays/popover.tsx";
import type { Message, MessageVersion } from "#/domain/messages/message.ts";
import css from "./history-popover.module.css";

export type HistoryPopoverProps = {
  readonly message: Message;
  readonly clock: ViewerClock;
  readonly anchor: Element;
  readonly onClose: () => void;
};

/** Every version of an edited message, the newest first. What is known here stands at once, the rest is read. */
export default function HistoryPopover(props: HistoryPopoverProps) {
  const [versions, setVersions] = createSignal<readonly MessageVersion[]>(known(props.message));
  const [more, setMore] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const [isWhole, setWhole] = createSignal(false);

  async function read(offset: number): Promise<void> {
    try {
      const page = await messageServer.history(props.message.room_id, props.message.id, offset);
      setProblem(undefined);
      setVersions([...versions().slice(0, offset), ...page.items]);
      setMore(page.has_more);
      setWhole(!page.has_more);
    } catch (error) {
      setProblem(asSwError(error).message);
    }
  }
  onMount(() => void read(0));

  const moment = (iso: string) => {
    const ts = Date.parse(iso) / 1000;
    const { zone, now } = props.clock;
    return `${dayLabel(ts, zone(), now())}, ${clockTime(ts, zone())}`;
  };
  const isFirst = (index: number) => index === versions().length - 1 && !more();
  const when = (version: MessageVersion, index: number) =>
    isFirst(index)
      ? say("First said {when}", { when: moment(version.created_at) })
      : say("Edited {when}", { when: moment(version.created_at) });
  return (
    <Popover
      label={say("Versions of this message")}
      anchor={() => props.anchor}
      placement={{ side: "above", align: "start" }}
      onClose={props.onClose}
    >
      <div class={css.history} aria-busy={isWhole() || more() || problem() ? undefined : "true"}>
        <ol class={css.versions} aria-label={say("Versions of this message")}>
          <For each={versions()}>
            {(version, index) => (
              <li>
                <p class={css.when}>{when(version, index())}</p>
                <Markdown text={version.content.body ?? ""} headingBase={3} />
              </li>
            )}
          </For>
        </ol>
        <Problem text={problem()} />
        <Show when={more()}>
          <Button size="small" onClick={() => void read(versions().length)}>
            {say("Show earlier versions")}
          </Button>
        </Show>
      </div>
    </Popover>
  );
}

/** Its words of now and its first ones come with every message. */
function known(message: Message): MessageVersion[] {
  const { id: event_id, edited_at, original_content, created_at, content } = message;
  const first = { event_id, content: original_content ?? content, created_at };
  return edited_at ? [{ event_id: `${event_id} now`, content, created_at: edited_at }, first] : [first];
}
