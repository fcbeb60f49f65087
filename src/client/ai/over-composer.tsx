import ChevronDown from "lucide-solid/icons/chevron-down";
import { createEffect, createMemo, createSignal, onCleanup, Show } from "solid-js";
import { CatchUp } from "#/client/ai/catch-up.tsx";
import css from "#/client/ai/over-composer.module.css";
import { turnsAtWork } from "#/client/ai/turns.ts";
import type { UnreadHere } from "#/client/ai/unread-here.ts";
import { number, say } from "#/client/language/say.ts";
import { Markdown } from "#/client/markdown/Markdown.tsx";
import type { Conversation } from "#/client/messages/conversation.ts";
import { messageDomId } from "#/client/messages/dom-id.ts";
import { isHiddenAi } from "#/client/messages/hidden-people.ts";
import { restOf, saidOf, turnKey } from "#/client/sync/growing.ts";
import { ContextMeter } from "#/client/ui/ai/turn-status.tsx";
import { Pill } from "#/client/ui/messages/pill.tsx";

export type OverComposerProps = {
  readonly conversation: Conversation;
  readonly rootId: string | null;
  /** What was unread on coming in, if an AI may sum it up. */
  readonly unread: UnreadHere | undefined;
};

/** What is offered to who comes back to much, and what an AI writes out of sight: pills that open to a look at it. */
export default function OverComposer(props: OverComposerProps) {
  return (
    <div class={css.over}>
      <Show when={props.unread}>{(unread) => <CatchUp conversation={props.conversation} unread={unread()} />}</Show>
      <Writing conversation={props.conversation} rootId={props.rootId} />
    </div>
  );
}

/** What is being written out of sight, or in paragraphs that are not there yet. */
function Writing(props: { readonly conversation: Conversation; readonly rootId: string | null }) {
  const { conversation } = props;
  const [open, setOpen] = createSignal(false);
  const [inSight, setInSight] = createSignal(false);
  const turn = createMemo(() => atWork(conversation, props.rootId).find((each) => each.state === "running"));
  const messages = () =>
    (props.rootId ? conversation.session.state.threads[props.rootId]?.replies : conversation.view()?.messages) ?? [];
  const said = createMemo(() => (turn() ? saidOf(turn()!.id, messages()) : { parts: 0, until: 0 }));
  const text = () => {
    const at = turn();
    return at ? restOf(at, conversation.view()?.ai, conversation.session.turns.of, said().until) : "";
  };
  const usage = () => (turn() ? conversation.session.turns.of(turn()!.id)?.usage : undefined);
  const isHidden = () => turn()?.response_mode === "conversational" || !inSight();
  const name = () => conversation.person(turn()!.participant_id).name;

  // The row may come and go with the window of the list: looked at anew each time its key changes.
  createEffect(() => {
    const at = turn();
    if (!at) return;
    const key = messageDomId(turnKey(at.id, said().parts));
    const watch = new IntersectionObserver((entries) => setInSight(entries.some((entry) => entry.isIntersecting)));
    const look = () => {
      const row = document.getElementById(key);
      watch.disconnect();
      if (row) watch.observe(row);
      else setInSight(false);
    };
    look();
    const timer = setInterval(look, 1_000);
    onCleanup(() => {
      clearInterval(timer);
      watch.disconnect();
    });
  });
  createEffect(() => {
    if (!turn()) setOpen(false);
  });

  return (
    <Show when={turn() && isHidden() && text() !== ""}>
      <Show when={open()}>
        <section class={css.peek} aria-label={say("What {name} is writing", { name: name() })}>
          <Markdown text={text()} headingBase={3} host="" />
          <Show when={usage()}>
            {(used) => (
              <ContextMeter
                used={used().prompt}
                window={used().window}
                words={say("{used} of {window} tokens read", {
                  used: number(used().prompt),
                  window: number(used().window),
                })}
              />
            )}
          </Show>
        </section>
      </Show>
      <Pill onClick={() => setOpen(!open())} expanded={open()}>
        <span class={css.diamond} aria-hidden="true" />
        {say("{name} is writing", { name: name() })}
        <ChevronDown class={css.chevron ?? ""} aria-hidden="true" />
      </Pill>
    </Show>
  );
}

/** What AIs do here that the viewer did not hide. */
function atWork(conversation: Conversation, rootId: string | null) {
  return turnsAtWork(conversation, rootId).filter((each) => !isHiddenAi(conversation, each.participant_id));
}
