import { For, Show } from "solid-js";
import css from "#/client/ai/ai-start.module.css";
import { say } from "#/client/language/say.ts";
import { composingOf } from "#/client/messages/composing.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import timeline from "#/client/messages/timeline.module.css";
import { Avatar } from "#/client/ui/people/avatar.tsx";

/** Where one is alone with an AI: what it is for, and, until something was said, three things to ask. */
export default function AiStart(props: { readonly conversation: Conversation; readonly participantId: string }) {
  const { conversation } = props;
  const person = () => conversation.person(props.participantId);
  const isDemo = () => conversation.view()?.ai?.settings[props.participantId]?.demo === true;
  const isEmpty = () => conversation.view()?.messages.every((each) => each.content.msgtype === "swp.system") ?? false;
  const examples = () => [
    say("What can you do?"),
    say("Search messages about the launch"),
    say("Remind me in 2 hours to call Ana"),
  ];

  function ask(words: string): void {
    const composing = composingOf(conversation.session, conversation.roomId(), null);
    composing.take(words);
    composing.focus();
  }

  return (
    <div class={`${timeline.start} ${css.start}`}>
      <Avatar person={person()} size={64} />
      <h2>{say("Ask {name} anything about this workspace", { name: person().name })}</h2>
      <p>
        {isDemo()
          ? say("Scripted demo model. It knows only this conversation.")
          : say("It reads what you write here, and searches only what you can read.")}
      </p>
      <Show when={isEmpty()}>
        <ul class={css.examples} aria-label={say("Examples")}>
          <For each={examples()}>
            {(words) => (
              <li>
                <button type="button" class={css.example} onClick={() => ask(words)}>
                  {words}
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  );
}
