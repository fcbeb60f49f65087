import { createSignal, Show } from "solid-js";
import css from "#/client/ai/over-composer.module.css";
import type { UnreadHere } from "#/client/ai/unread-here.ts";
import { say, sayCount } from "#/client/language/say.ts";
import { Markdown } from "#/client/markdown/Markdown.tsx";
import type { Conversation } from "#/client/messages/conversation.ts";
import { api } from "#/client/sync/api.ts";
import { asSwError } from "#/client/sync/server.ts";
import { VisuallyHidden } from "#/client/ui/controls/visually-hidden.tsx";
import { Pill } from "#/client/ui/messages/pill.tsx";
import type { CatchUp as Summary } from "#/domain/ai/summary.ts";
import { maxUnreadRefs } from "#/domain/messages/unread.ts";

/** Offers whoever comes back to much a summary that only they see. What is unread stays unread. */
export function CatchUp(props: { readonly conversation: Conversation; readonly unread: UnreadHere }) {
  const [summary, setSummary] = createSignal<Summary>();
  const [isAsking, setAsking] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const [isDone, setDone] = createSignal(false);

  async function ask(): Promise<void> {
    if (isAsking()) return;
    setAsking(true);
    setProblem(undefined);
    const asked = { room_id: props.conversation.roomId(), after: props.unread.after };
    try {
      setSummary(await api.aiSummaries.catchUp.mutate(asked));
    } catch (error) {
      setProblem(asSwError(error).message);
    }
    setAsking(false);
  }

  const count = () => props.unread.count;
  const offer = () =>
    count() >= maxUnreadRefs
      ? say("Summarise the unread for me")
      : say("Summarise {count} unread for me", { count: count() });

  return (
    <Show when={!isDone()}>
      <Show when={summary()}>
        {(told) => (
          <section class={css.peek} aria-label={say("What you missed")}>
            <p class={css.private}>
              {say("Only you see this.")}{" "}
              {sayCount(told().messages, "{name} read {count} message.", "{name} read {count} messages.", {
                name: props.conversation.person(told().participant_id).name,
              })}
            </p>
            <Markdown text={told().summary} headingBase={3} host="" />
          </section>
        )}
      </Show>
      <Show when={problem()}>
        {(words) => (
          <p class={css.problem} role="alert">
            {words()}
          </p>
        )}
      </Show>
      <VisuallyHidden>
        <span role="status">{summary() ? say("The summary is there.") : isAsking() ? say("Summing up") : ""}</span>
      </VisuallyHidden>
      <Show
        when={summary()}
        fallback={
          <Pill onClick={() => void ask()} onDismiss={() => setDone(true)} dismissLabel={say("Don't summarise")}>
            <span class={css.diamond} aria-hidden="true" />
            {isAsking() ? say("Summing up") : offer()}
          </Pill>
        }
      >
        <Pill onClick={() => setDone(true)}>{say("Close the summary")}</Pill>
      </Show>
    </Show>
  );
}
