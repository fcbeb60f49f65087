import { createEffect, createSignal, For, on, onCleanup, untrack } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import { loadReader } from "#/client/markdown/reader.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { isBlocked, isHiddenAi } from "#/client/messages/hidden-people.ts";
import { useKeeping } from "#/client/messages/kept-timelines.tsx";
import { isSystem } from "#/client/messages/lines.ts";
import { useStage } from "#/client/messages/stage.tsx";
import { systemSentence } from "#/client/messages/system-sentence.ts";
import { VisuallyHidden } from "#/client/ui/controls/visually-hidden.tsx";
import { isAtWork } from "#/domain/ai/room-view.ts";
import type { Turn } from "#/domain/ai/schema.ts";
import type { Message } from "#/domain/messages/message.ts";

/** A finished answer is said as far as one can listen; the rest is in the timeline. */
const saidAtMost = 1_000;
/** More than these at once, as after a time offline, are counted. */
const oneByOne = 3;
/** A screen reader has taken it over long before; what stayed would be read again by whoever walks the page. */
const keptMs = 10_000;

type Told = { readonly text: string };

/**
 * Says what is new in a room, or in a thread of it, to those who listen: no history, nothing of one's own, and of an AI's
 * answer once that it is being written and once what it came to. The timeline itself is silent, because what is in the page
 * changes with every scroll.
 */
export default function Announcer(props: { readonly rootId: string | null }) {
  const { conversation } = useStage();
  const { session } = conversation;
  const { isShown } = useKeeping();
  const [told, setTold] = createSignal<readonly Told[]>([]);
  const messages = () =>
    props.rootId === null ? conversation.view()?.messages : session.state.threads[props.rootId]?.replies;
  const turns = () =>
    Object.values(conversation.view()?.ai?.turns ?? {}).filter(
      (turn) => turn.thread_root_id === props.rootId && !isHiddenAi(conversation, turn.participant_id),
    );
  const isHeard = () => session.state.own.screen.announce_messages && isShown();

  function tell(texts: readonly string[]): void {
    if (texts.length === 0 || !isHeard()) return;
    const fresh = texts.map((text) => ({ text }));
    setTold((before) => [...before, ...fresh]);
    setTimeout(() => setTold((before) => before.filter((each) => !fresh.includes(each))), keptMs);
  }

  const began = untrack(messages);
  let until = began ? (began.at(-1)?.stream_position ?? 0) : Number.MAX_SAFE_INTEGER;
  let isGone = false;
  onCleanup(() => {
    isGone = true;
  });
  createEffect(
    on(
      () => messages()?.at(-1)?.stream_position,
      (last) => {
        const fresh = (messages() ?? []).filter((message) => message.stream_position > until);
        // A look far back leaves the newest out for a while: what was said once is not said again.
        until = until === Number.MAX_SAFE_INTEGER ? (last ?? until) : Math.max(until, last ?? 0);
        const heard = fresh.filter((message) => isForMe(message, conversation, props.rootId));
        if (heard.length === 0) return;
        if (heard.length > oneByOne)
          return tell([sayCount(heard.length, "{count} new message", "{count} new messages")]);
        void loadReader()
          .then((reader) => !isGone && tell(heard.map((each) => sentenceOf(each, conversation, reader.plainText))))
          .catch(() => undefined);
      },
      { defer: true },
    ),
  );

  const known = new Map(untrack(turns).map((turn) => [turn.id, turn.state]));
  createEffect(
    on(
      turns,
      (all) => {
        const said = all.map((turn) => {
          const before = known.get(turn.id);
          known.set(turn.id, turn.state);
          return before === turn.state ? undefined : turnSentence(turn, before, conversation);
        });
        tell(said.filter((text) => text !== undefined));
      },
      { defer: true },
    ),
  );

  return (
    <div aria-live="polite" aria-atomic="false" aria-relevant="additions">
      <VisuallyHidden>
        <For each={told()}>{(each) => <p>{each.text}</p>}</For>
      </VisuallyHidden>
    </div>
  );
}

function isForMe(message: Message, conversation: Conversation, rootId: string | null): boolean {
  if (message.sender_id === conversation.me || message.redacted_at !== null) return false;
  // What is for the room too, the room says.
  if (rootId !== null && message.content.also_in_room === true) return false;
  return !isBlocked(conversation, message.sender_id) && !isHiddenAi(conversation, message.sender_id);
}

function nameOf(id: string, conversation: Conversation): string {
  const { name, kind } = conversation.person(id);
  return kind === "ai" ? `${name} (${say("AI")})` : name;
}

function sentenceOf(
  message: Message,
  conversation: Conversation,
  plainText: (text: string, limit: number) => string,
): string {
  if (isSystem(message)) return systemSentence(message.content, conversation.nameOf).text;
  const words = plainText(message.content.body ?? "", saidAtMost);
  const name = nameOf(message.sender_id, conversation);
  return `${name}: ${words || (message.content.forwarded_from ? say("A forwarded message") : "")}`;
}

/** Once when it begins to write, once when it needs a person, and how it ended where no answer says that. */
function turnSentence(turn: Turn, before: Turn["state"] | undefined, conversation: Conversation): string | undefined {
  const name = nameOf(turn.participant_id, conversation);
  if (turn.state === "waiting") return `${name}: ${say("Waiting for approval")}`;
  if (turn.state === "running" && before !== "waiting") return say("{name} is writing", { name });
  if (isAtWork(turn) || before === undefined) return undefined;
  if (turn.state === "cancelled") return `${name}: ${say("Stopped")}`;
  if (turn.state === "failed" || turn.state === "interrupted") return `${name}: ${say("The answer was interrupted.")}`;
  return undefined;
}
