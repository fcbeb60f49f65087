import { Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { clockTime, dayLabel } from "#/client/language/times.ts";
import { Markdown } from "#/client/markdown/Markdown.tsx";
import type { ViewerClock } from "#/client/messages/viewer-clock.ts";
import { Popover } from "#/client/ui/overlays/popover.tsx";
import type { Message } from "#/domain/messages/message.ts";
import css from "./history-popover.module.css";

export type HistoryPopoverProps = {
  readonly message: Message;
  readonly clock: ViewerClock;
  readonly anchor: Element;
  readonly onClose: () => void;
};

/** What an edited message said first. Versions in between are not kept with the message. */
export default function HistoryPopover(props: HistoryPopoverProps) {
  const moment = (iso: string) => {
    const ts = Date.parse(iso) / 1000;
    const { zone, now } = props.clock;
    return `${dayLabel(ts, zone(), now())}, ${clockTime(ts, zone())}`;
  };
  return (
    <Popover
      label={say("Earlier words of this message")}
      anchor={() => props.anchor}
      placement={{ side: "above", align: "start" }}
      onClose={props.onClose}
    >
      <div class={css.history}>
        <p class={css.when}>First said {moment(props.message.created_at)}</p>
        <div class={css.words}>
          <Markdown text={props.message.original_content?.body ?? ""} headingBase={3} />
        </div>
        <Show when={props.message.edited_at}>{(at) => <p class={css.when}>Edited {moment(at())}</p>}</Show>
      </div>
    </Popover>
  );
}
