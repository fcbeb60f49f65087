import { type Accessor, createEffect, createSignal, on, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { dayKey, dayLabel } from "#/client/language/times.ts";
import { useKeeping } from "#/client/messages/kept-timelines.tsx";
import { previewOf } from "#/client/messages/preview.ts";
import { useStage } from "#/client/messages/stage.tsx";
import type { TimelineModel } from "#/client/messages/timeline-model.ts";
import type { TimelineScroll } from "#/client/messages/timeline-scroll.ts";
import { VisuallyHidden } from "#/client/ui/controls/visually-hidden.tsx";
import { Pill } from "#/client/ui/messages/pill.tsx";
import { DateSeparator } from "#/client/ui/messages/timeline-lines.tsx";
import css from "./timeline.module.css";

/** Of an answer of an AI, in characters: about a minute of speech. */
const heardOfAnswer = 1_000;

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
        <div class={css.sticky} aria-hidden="true">
          <DateSeparator iso={dayKey(ts(), clock.zone())} label={dayLabel(ts(), clock.zone(), clock.now())} />
        </div>
      )}
    </Show>
  );
}

/** Says new messages of others while the focus is elsewhere, such as in the composer. */
export function Announcer(props: {
  readonly model: TimelineModel;
  readonly scroller: Accessor<HTMLElement | undefined>;
}) {
  const { conversation } = useStage();
  const { isShown } = useKeeping();
  const [words, setWords] = createSignal("");
  createEffect(
    on(
      () => props.model.newest()?.id,
      () => {
        const message = props.model.newest();
        if (!isShown() || !message || message.sender_id === conversation.me || message.redacted_at !== null) return;
        if (props.scroller()?.contains(document.activeElement)) return;
        // An answer is heard once, when it is whole, and nearly so; what people write, as far as a preview goes.
        const most = message.content.ai ? heardOfAnswer : undefined;
        setWords(`${conversation.person(message.sender_id).name}: ${previewOf(message, most)}`);
      },
      { defer: true },
    ),
  );
  return (
    <div role="status" aria-live="polite">
      <VisuallyHidden>{words()}</VisuallyHidden>
    </div>
  );
}
