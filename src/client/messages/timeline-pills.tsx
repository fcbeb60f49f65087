import { Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { dayKey, dayLabel } from "#/client/language/times.ts";
import { useStage } from "#/client/messages/stage.tsx";
import type { TimelineModel } from "#/client/messages/timeline-model.ts";
import type { TimelineScroll } from "#/client/messages/timeline-scroll.ts";
import { Pill } from "#/client/ui/messages/pill.tsx";
import { DateSeparator } from "#/client/ui/messages/timeline-lines.tsx";
import css from "./timeline.module.css";

/** What lies beyond the window: unread above, newer below, and older words that could not be read. */
export function TimelinePills(props: {
  readonly model: TimelineModel;
  readonly scroll: TimelineScroll;
  readonly onMarkRead: () => void;
}) {
  return (
    <>
      <div class={`${css.pills} ${css.top}`} data-below-date={props.scroll.stickyDay() !== null ? "" : undefined}>
        <Show when={props.scroll.topPill()}>
          {(text) => (
            <Pill onClick={props.scroll.toDivider} onDismiss={props.onMarkRead} dismissLabel={say("Mark as read")}>
              {text()}
            </Pill>
          )}
        </Show>
        <Show when={props.scroll.failed()}>
          <Pill onClick={() => void props.scroll.older()}>{say("Couldn't load older messages. Try again")}</Pill>
        </Show>
      </div>
      <div class={`${css.pills} ${css.bottom}`} data-bottom-pill={props.scroll.bottomPill() ? "" : undefined}>
        <Show when={props.scroll.bottomPill()}>
          {(pill) => (
            <Pill onClick={props.scroll.toBottom} mention={pill().mention}>
              {pill().text}
            </Pill>
          )}
        </Show>
      </div>
    </>
  );
}

/** The day of what is at the top of the window. Those who listen hear the separators themselves. */
export function StickyDate(props: { readonly scroll: TimelineScroll }) {
  const { clock } = useStage();
  return (
    <Show when={props.scroll.stickyDay()}>
      {(ts) => (
        <div class={css.sticky} data-day-above aria-hidden="true">
          <DateSeparator iso={dayKey(ts(), clock.zone())} label={dayLabel(ts(), clock.zone(), clock.now())} />
        </div>
      )}
    </Show>
  );
}
