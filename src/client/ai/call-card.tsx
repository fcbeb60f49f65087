import { createSignal, onCleanup, Show } from "solid-js";
import { tookWords, toolArguments, toolIcon, toolOutcome, toolRequest, toolTitle } from "#/client/ai/tool-words.tsx";
import { decideCall } from "#/client/ai/turn-verbs.ts";
import { say, sayCount } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { asSwError } from "#/client/sync/server.ts";
import { ApprovalCard, ToolCard } from "#/client/ui/ai/tool-card.tsx";
import type { ToolCall } from "#/domain/ai/schema.ts";
import { mayDecide } from "#/domain/ai/tool-calls.ts";

/** A call of a tool: what was done, or, while it waits for somebody's word, exactly what would be done. */
export function CallCard(props: { readonly call: ToolCall; readonly conversation: Conversation }) {
  const { conversation } = props;
  const decided = () => {
    const by = props.call.decided_by;
    return by === null ? undefined : conversation.person(by).name;
  };
  return (
    <Show
      when={props.call.state === "waiting"}
      fallback={
        <ToolCard
          icon={toolIcon(props.call.tool)}
          title={toolTitle(props.call)}
          outcome={outcome(props.call, decided())}
          took={tookWords(props.call.took_ms)}
          trouble={["failed", "denied", "expired"].includes(props.call.state)}
          arguments={toolArguments(props.call.arguments)}
          result={props.call.result ?? undefined}
          allowed={
            decided() && props.call.state !== "denied" ? say("Allowed by {name}", { name: decided() }) : undefined
          }
        />
      }
    >
      <Waiting call={props.call} conversation={conversation} />
    </Show>
  );
}

function Waiting(props: { readonly call: ToolCall; readonly conversation: Conversation }) {
  const { conversation } = props;
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const [now, setNow] = createSignal(Date.now());
  const clock = setInterval(() => setNow(Date.now()), 10_000);
  onCleanup(() => clearInterval(clock));
  const expires = () => {
    const until = props.call.expires_at;
    if (until === null) return undefined;
    const minutes = Math.max(1, Math.ceil((Date.parse(until) - now()) / 60_000));
    return sayCount(minutes, "Expires in {count} minute", "Expires in {count} minutes");
  };
  async function decide(decision: "once" | "always" | "deny"): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      await decideCall(conversation, props.call, decision);
    } catch (error) {
      setProblem(asSwError(error).message);
    } finally {
      setBusy(false);
    }
  }
  const name = () => conversation.person(props.call.participant_id).name;
  const mayDecideHere = () => {
    const standing = conversation.standing();
    return standing !== undefined && mayDecide(standing) === null;
  };
  return (
    <ApprovalCard
      request={toolRequest(props.call, name())}
      arguments={toolArguments(props.call.arguments)}
      expires={expires()}
      busy={busy()}
      problem={problem()}
      onDecide={mayDecideHere() ? (decision) => void decide(decision) : undefined}
    />
  );
}

function outcome(call: ToolCall, by: string | undefined): string | undefined {
  switch (call.state) {
    case "done":
      return toolOutcome(call);
    case "failed":
      return say("Failed");
    case "denied":
      return by ? say("Denied by {name}", { name: by }) : say("Denied");
    case "expired":
      return say("Nobody allowed it in time");
    case "cancelled":
      return say("Called off");
    case "running":
    case "approved":
      return say("At work");
    default:
      return undefined;
  }
}
