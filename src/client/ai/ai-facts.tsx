import { createResource, For, Show } from "solid-js";
import css from "#/client/ai/ai-facts.module.css";
import { engagementSentence } from "#/client/ai/ai-words.ts";
import { number, say } from "#/client/language/say.ts";
import { useSession } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { isAdmin } from "#/domain/participants/roles.ts";

/** What the card of an AI says beside its name: what it speaks with, when it answers, what it may use, who looks after it. */
export default function AiFacts(props: { readonly participantId: string; readonly roomId: string }) {
  const { state } = useSession();
  const id = () => props.participantId;
  const [cards] = createResource(() => api.ai.cards.query());
  const [plugins] = createResource(() => api.aiTools.plugins.query());
  const [own] = createResource(
    () => isAdmin(state.me.roles) && id(),
    (participant_id) => api.aiAdmin.get.query({ participant_id }),
  );
  const card = () => (cards.error ? undefined : cards.latest?.find(({ participant }) => participant.id === id()));
  const settings = () => state.views[props.roomId]?.ai?.settings[id()];
  const tools = () => {
    const mine = new Set(card()?.plugins ?? []);
    return (plugins.error ? [] : (plugins.latest ?? []))
      .filter((plugin) => mine.has(plugin.id) && plugin.enabled)
      .flatMap((plugin) => plugin.tools);
  };
  const owner = () => {
    const by = card()?.created_by;
    return by ? (state.participants[by]?.display_name ?? say("Someone")) : undefined;
  };
  const isDemo = () => card()?.demo ?? state.ai?.demo ?? false;
  const share = () => {
    const ai = own.error ? undefined : own.latest;
    return ai?.monthly_token_cap
      ? Math.min(100, Math.round((ai.tokens_this_month / ai.monthly_token_cap) * 100))
      : null;
  };
  return (
    <div class={css.facts}>
      <Show when={card()?.description}>{(words) => <p>{words()}</p>}</Show>
      <p>
        {isDemo()
          ? say("Scripted demo model. It knows only this room.")
          : say("Model {model}", { model: state.participants[id()]?.model ?? say("of this server") })}
      </p>
      <Show when={settings()}>{(now) => <p>{engagementSentence(now().engagement, now().keywords)}</p>}</Show>
      <Show when={tools().length > 0}>
        <p class={css.label}>{say("It may use")}</p>
        <ul class={css.tools}>
          <For each={tools()}>
            {(tool) => (
              <li class={css.tool} data-asks={tool.side_effects ? "" : undefined} title={tool.description}>
                {tool.name}
                <Show when={tool.side_effects}>{` · ${say("asks first")}`}</Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={owner()}>{(name) => <p>{say("Looked after by {name}", { name: name() })}</p>}</Show>
      <Show when={own.error ? undefined : own.latest}>
        {(ai) => (
          <p>
            {share() === null
              ? say("{spent} tokens this month", { spent: number(ai().tokens_this_month) })
              : say("{share} % of this month", { share: share() })}
            <Show when={share() !== null}>
              <span class={css.meter} aria-hidden="true">
                <span style={{ "inline-size": `${share()}%` }} />
              </span>
            </Show>
          </p>
        )}
      </Show>
      <p>
        <a href="/you/ai">{say("What AIs remember of you")}</a>
      </p>
    </div>
  );
}
