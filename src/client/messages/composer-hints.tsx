import Users from "lucide-solid/icons/users";
import { createMemo, Show } from "solid-js";
import { number, say, sayCount } from "#/client/language/say.ts";
import { isTouch } from "#/client/messages/composer-keys.ts";
import type { ComposerState } from "#/client/messages/composer-state.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { previewOf } from "#/client/messages/preview.ts";
import { typingSentence } from "#/client/messages/typing-sentence.ts";
import { shortcut } from "#/client/shell/device.ts";
import { ComposerStrip } from "#/client/ui/messages/composer-frame.tsx";
import { maxContentBytes } from "#/domain/messages/content.ts";
import { isAi } from "#/domain/participants/participant.ts";
import css from "./composer.module.css";

export function Strip(props: { readonly state: ComposerState; readonly conversation: Conversation }) {
  const intent = () => props.state.composing.intent();
  return (
    <Show when={intent().kind === "reply" && props.state.target()}>
      {(message) => (
        <ComposerStrip closeLabel={say("Leave the reply")} onClose={() => props.state.leave()}>
          <Show
            when={message().redacted_at === null}
            fallback={say("Original message unavailable. Your words are sent without it.")}
          >
            {say("Reply to {name}: {words}", {
              name: props.conversation.person(message().sender_id).name,
              words: previewOf(message()),
            })}
          </Show>
        </ComposerStrip>
      )}
    </Show>
  );
}

/** One line: what is wrong, what a key does, who types, or who can read this. */
export function Hint(props: {
  readonly state: ComposerState;
  readonly conversation: Conversation;
  readonly rootId: string | null;
  readonly goesOn: boolean;
  /** The arguments of the command that is being written. */
  readonly command: string | null;
}) {
  const { session } = props.conversation;
  const typing = createMemo(() => {
    const others = session
      .typingIn(props.conversation.roomId())
      .filter((id) => id !== props.conversation.me && !session.state.own.blocked.includes(id));
    return typingSentence(others.map((id) => props.conversation.person(id).name));
  });
  const away = () => session.connection().is === "offline" || session.connection().is === "reconnecting";
  const key = () => {
    const { kind } = props.state.composing.intent();
    if (kind === "plain" || isTouch()) return null;
    if (kind === "edit") return say("Enter saves, Esc restores your draft");
    return say("Esc leaves the reply");
  };
  /** Where Enter goes on, what sends is said. */
  const goesOn = () =>
    props.goesOn && !isTouch() ? say("Enter goes on, {keys} sends", { keys: shortcut("Enter") }) : null;
  const told = () =>
    props.command ??
    key() ??
    goesOn() ??
    (away() ? say("Sends when you are back") : null) ??
    (props.rootId ? null : typing());
  return (
    <Show
      when={props.state.problem()}
      fallback={
        <Show when={told()} fallback={<Audience conversation={props.conversation} />}>
          {(text) => <span>{text()}</span>}
        </Show>
      }
    >
      {(problem) => (
        <span class={css.problem} role="alert">
          {problem()}
        </span>
      )}
    </Show>
  );
}

/** Who reads along is told where it is decided: beside the words. */
function Audience(props: { readonly conversation: Conversation }) {
  const counts = createMemo(() => {
    const joined = Object.values(props.conversation.view()?.members ?? {}).filter((each) => each.membership === "join");
    const ais = joined.filter((each) => isAi(each.participant)).length;
    return { people: joined.length - ais, ais };
  });
  const words = () => {
    const { people, ais } = counts();
    if (ais === 0) return sayCount(people, "{count} person can read this", "{count} people can read this");
    const told = {
      people: sayCount(people, "{count} person", "{count} people"),
      ais: sayCount(ais, "{count} AI", "{count} AIs"),
    };
    return say("{people} and {ais} can read this", told);
  };
  return (
    <Show when={counts().people > 1 || counts().ais > 0}>
      <Users /> {words()}
    </Show>
  );
}

export function tooLong(size: number): string | undefined {
  return size > maxContentBytes ? say("The message is too long") : undefined;
}

export function counterOf(size: number): string | undefined {
  if (size > maxContentBytes) return say("Too long by {count} bytes", { count: number(size - maxContentBytes) });
  return size > maxContentBytes * 0.9
    ? say("{size} of {most} bytes", { size: number(size), most: number(maxContentBytes) })
    : undefined;
}
