import { useNavigate } from "@solidjs/router";
import { For, Show } from "solid-js";
import css from "#/client/ai/assistants.module.css";
import { say } from "#/client/language/say.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { personOf } from "#/client/shell/people.ts";
import { useSession } from "#/client/shell/session.tsx";
import { findDm, startDm } from "#/client/shell/start-dm.ts";
import { AiTag } from "#/client/ui/people/ai-tag.tsx";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import { isAi } from "#/domain/participants/participant.ts";
import { isHidden } from "#/domain/rooms/own-settings.ts";

/** More than this is for the switcher. */
const most = 20;

/** The assistants that one has no conversation with yet: one click begins it. */
export default function Assistants(props: { readonly slug: string | undefined }) {
  const session = useSession();
  const navigate = useNavigate();
  const deed = createDeed();
  const { state } = session;
  const isListed = (id: string) => {
    const room = findDm(state, id);
    return room !== undefined && room.membership === "join" && room.state === "open" && !isHidden(room);
  };
  const waiting = () =>
    Object.values(state.participants)
      .filter((each) => isAi(each) && each.participant_type !== "agent" && !isListed(each.id))
      .toSorted((a, b) => a.display_name.localeCompare(b.display_name, "en"))
      .slice(0, most);
  const begin = (id: string) =>
    deed.run(async () => {
      const refused = await startDm(session, id, props.slug ?? "", navigate);
      if (refused) throw new Error(refused);
    }, id);
  return (
    <Show when={waiting().length > 0}>
      <ul>
        <For each={waiting()}>
          {(ai) => (
            <li>
              <button type="button" class={css.row} onClick={() => void begin(ai.id)}>
                <Avatar person={personOf(ai)} size={20} />
                <span class={css.name}>{ai.display_name}</span>
                <AiTag demo={state.ai?.demo} />
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={deed.problem()}>
        <p class={css.problem} role="alert">
          {say("That conversation could not be opened. Try again.")}
        </p>
      </Show>
    </Show>
  );
}
