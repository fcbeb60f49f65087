import ChevronLeft from "lucide-solid/icons/chevron-left";
import ChevronRight from "lucide-solid/icons/chevron-right";
import RotateCcw from "lucide-solid/icons/rotate-ccw";
import ThumbsDown from "lucide-solid/icons/thumbs-down";
import ThumbsUp from "lucide-solid/icons/thumbs-up";
import { createMemo, createSignal, Show } from "solid-js";
import { doingOf } from "#/client/ai/doing.ts";
import { endWords, mayTryAgain } from "#/client/ai/end-words.ts";
import { ownRatingsOf } from "#/client/ai/own-ratings.ts";
import { rateAnswer, regenerate, retryTurn, stopTurn } from "#/client/ai/turn-verbs.ts";
import { alternativesOf, answersEarlierVersion, maySteer } from "#/client/ai/turns.ts";
import css from "#/client/ai/under-words.module.css";
import { WhyPoor } from "#/client/ai/why-poor.tsx";
import { number, say } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { messageDomId } from "#/client/messages/dom-id.ts";
import { useStage } from "#/client/messages/stage.tsx";
import type { TimelineItem } from "#/client/sync/timeline.ts";
import { TurnEnd, TurnStatus } from "#/client/ui/ai/turn-status.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { isAtWork } from "#/domain/ai/room-view.ts";
import type { Turn } from "#/domain/ai/schema.ts";
import type { Message } from "#/domain/messages/message.ts";

/** What an AI does right now, or how its answer ended and what one can do about it: both in one place, so that nothing moves. */
export default function UnderWords(props: { readonly item: TimelineItem; readonly conversation: Conversation }) {
  const { conversation } = props;
  const { clock } = useStage();
  const message = () => props.item.message;
  const turn = createMemo<Turn | undefined>(
    () => conversation.view()?.ai?.turns[message().content.ai!.turn_id] ?? props.item.turn,
  );
  const atWork = () => {
    const at = props.item.turn && turn();
    return at && isAtWork(at) ? at : undefined;
  };
  const isLast = () => props.item.turn !== undefined || message().content.ai?.end !== undefined;
  const ended = () => {
    const at = turn();
    return isLast() && at && !isAtWork(at) ? at : undefined;
  };
  return (
    <>
      <Show when={atWork()}>
        {(at) => (
          <TurnStatus
            status={doingOf(conversation, at(), (message().content.body ?? "") !== "", clock.zone())}
            onStop={maySteer(conversation, at()) ? () => void stopTurn(conversation, at()) : undefined}
          />
        )}
      </Show>
      <Show when={ended() || (message().content.ai?.end && !props.item.turn)}>
        <div class={css.under}>
          <Show when={ended()}>{(at) => <End turn={at()} conversation={conversation} />}</Show>
          <Show when={isLast() && turn()}>{(at) => <Earlier turn={at()} conversation={conversation} />}</Show>
          <Show when={message().content.ai?.end && !props.item.turn}>
            <Foot message={message()} turn={turn()} conversation={conversation} />
          </Show>
        </div>
      </Show>
    </>
  );
}

function End(props: { readonly turn: Turn; readonly conversation: Conversation }) {
  const { conversation } = props;
  const words = () => endWords(conversation, props.turn);
  const isTrouble = () => props.turn.state === "failed" || props.turn.state === "interrupted";
  return (
    <Show when={words()}>
      {(said) => (
        <TurnEnd trouble={isTrouble()}>
          {said()}
          <Show when={mayTryAgain(props.turn) && maySteer(conversation, props.turn)}>
            <button type="button" onClick={() => void retryTurn(conversation, props.turn)}>
              {say("Try again")}
            </button>
          </Show>
        </TurnEnd>
      )}
    </Show>
  );
}

/** The question is another one by now; its answer stays, and a new one is asked for by hand. */
function Earlier(props: { readonly turn: Turn; readonly conversation: Conversation }) {
  const { conversation } = props;
  return (
    <Show when={!isAtWork(props.turn) && answersEarlierVersion(conversation, props.turn)}>
      <TurnEnd>
        {say("{name} answered the earlier version.", { name: conversation.person(props.turn.participant_id).name })}
        <Show when={maySteer(conversation, props.turn)}>
          <button type="button" onClick={() => void regenerate(conversation, props.turn)}>
            {say("Ask again")}
          </button>
        </Show>
      </TurnEnd>
    </Show>
  );
}

function Foot(props: {
  readonly message: Message;
  readonly turn: Turn | undefined;
  readonly conversation: Conversation;
}) {
  const { conversation } = props;
  const ratings = ownRatingsOf(conversation.session);
  const rating = () => ratings.of(conversation.roomId(), props.message.id);
  const [asksWhy, setAsksWhy] = createSignal(false);
  const tokens = () => (props.turn ? props.turn.prompt_tokens + props.turn.completion_tokens : 0);
  const answers = createMemo(() => alternativesOf(conversation.view()?.messages ?? [], props.message));
  const at = () => answers().findIndex((each) => each.id === props.message.id);
  const beside = (step: number) => answers()[at() + step];

  function go(to: Message | undefined): void {
    if (!to) return;
    const target = document.getElementById(messageDomId(to.id));
    target?.scrollIntoView({ block: "center" });
    target?.focus();
  }

  async function rate(chosen: "up" | "down"): Promise<void> {
    const before = rating();
    const next = before === chosen ? null : chosen;
    ratings.set(props.message.id, next);
    setAsksWhy(next === "down");
    if (!(await rateAnswer(conversation, props.message.id, next))) ratings.set(props.message.id, before);
  }

  function explain(reason: string): void {
    setAsksWhy(false);
    void rateAnswer(conversation, props.message.id, "down", reason);
  }

  return (
    <div class={css.foot}>
      <Show when={props.turn && !mayTryAgain(props.turn) && maySteer(conversation, props.turn)}>
        <IconButton size="small" label={say("Answer again")} onClick={() => void regenerate(conversation, props.turn!)}>
          <RotateCcw />
        </IconButton>
      </Show>
      <Show when={answers().length > 1 && at() >= 0}>
        <span class={css.answers}>
          <IconButton
            size="small"
            label={say("Earlier answer")}
            disabledReason={beside(-1) ? undefined : say("This is the first answer")}
            onClick={() => go(beside(-1))}
          >
            <ChevronLeft />
          </IconButton>
          {say("{at} of {count}", { at: at() + 1, count: answers().length })}
          <IconButton
            size="small"
            label={say("Later answer")}
            disabledReason={beside(1) ? undefined : say("This is the last answer")}
            onClick={() => go(beside(1))}
          >
            <ChevronRight />
          </IconButton>
        </span>
      </Show>
      <Show when={conversation.may("react")}>
        <IconButton
          size="small"
          label={say("Good answer")}
          aria-pressed={rating() === "up"}
          onClick={() => void rate("up")}
        >
          <ThumbsUp />
        </IconButton>
        <IconButton
          size="small"
          label={say("Poor answer")}
          aria-pressed={rating() === "down"}
          onClick={() => void rate("down")}
        >
          <ThumbsDown />
        </IconButton>
      </Show>
      <Show when={tokens() > 0}>
        <span class={css.tokens}>{say("{count} tokens", { count: number(tokens()) })}</span>
      </Show>
      <Show when={asksWhy()}>
        <WhyPoor send={explain} close={() => setAsksWhy(false)} />
      </Show>
    </div>
  );
}
