import { createMemo, For, Show } from "solid-js";
import { CallCard } from "#/client/ai/call-card.tsx";
import { tookWords } from "#/client/ai/tool-words.tsx";
import { callsOf } from "#/client/ai/turns.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import type { TimelineItem } from "#/client/sync/timeline.ts";
import { ToolFold } from "#/client/ui/ai/tool-card.tsx";
import type { ToolCall } from "#/domain/ai/schema.ts";

const foldedFrom = 3;

/** The tools an AI used, and those it wants to use, above what it says. */
export default function AboveWords(props: { readonly item: TimelineItem; readonly conversation: Conversation }) {
  const { conversation } = props;
  const origin = () => props.item.message.content.ai!;
  /** Those of this part: while it grows, all that no message before it told of. */
  const calls = createMemo(() => {
    const all = callsOf(conversation, origin().turn_id);
    const told = new Set(toldBefore(conversation, origin()));
    const own = origin().tool_call_ids;
    return all.filter((call) => (props.item.turn ? !told.has(call.id) : own?.includes(call.id)));
  });
  const waiting = () => calls().filter((call) => call.state === "waiting");
  const others = () => calls().filter((call) => call.state !== "waiting");
  /** Calls of one step run beside each other: theirs is the longest, and steps follow each other. */
  const took = () => {
    const steps = new Map<number, number>();
    for (const { step, took_ms } of others()) {
      if (typeof took_ms === "number") steps.set(step, Math.max(steps.get(step) ?? 0, took_ms));
    }
    return steps.size === 0 ? null : [...steps.values()].reduce((sum, ms) => sum + ms, 0);
  };

  return (
    <>
      <Show when={others().length >= foldedFrom} fallback={<Cards calls={others()} conversation={conversation} />}>
        <ToolFold count={others().length} took={tookWords(took())}>
          <Cards calls={others()} conversation={conversation} />
        </ToolFold>
      </Show>
      <Cards calls={waiting()} conversation={conversation} />
    </>
  );
}

function Cards(props: { readonly calls: readonly ToolCall[]; readonly conversation: Conversation }) {
  const ids = createMemo(() => props.calls.map((call) => call.id), [], {
    equals: (a, b) => a.length === b.length && a.every((each, index) => each === b[index]),
  });
  return (
    <For each={ids()}>
      {(id) => (
        <Show when={props.calls.find((call) => call.id === id)}>
          {(call) => <CallCard call={call()} conversation={props.conversation} />}
        </Show>
      )}
    </For>
  );
}

function toldBefore(conversation: Conversation, origin: { turn_id: string; part: number }): string[] {
  return (conversation.view()?.messages ?? [])
    .filter((message) => message.content.ai?.turn_id === origin.turn_id && message.content.ai.part < origin.part)
    .flatMap((message) => message.content.ai?.tool_call_ids ?? []);
}
