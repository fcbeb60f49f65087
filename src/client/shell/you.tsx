import { lazy, Show, Suspense } from "solid-js";
import { say } from "#/client/language/say.ts";
import { markOf, personOf, presenceOf, presenceWords } from "#/client/shell/people.ts";
import { useSession } from "#/client/shell/session.tsx";
import css from "#/client/shell/you.module.css";
import { createTriggeredMenu } from "#/client/ui/overlays/menu-trigger.ts";
import { Avatar } from "#/client/ui/people/avatar.tsx";

const YouEntries = lazy(() => import("#/client/shell/you-menu.tsx"));

/** Oneself: presence, settings, leaving. The menu's code comes when it is first opened. */
export function YouMenu() {
  const { state } = useSession();
  const menu = createTriggeredMenu();
  return (
    <>
      <button
        type="button"
        class={css.you}
        aria-label={say("You, {name}, {presenceWords}", {
          name: state.me.display_name,
          presenceWords: presenceWords(presenceOf(state.me.id, state)),
        })}
        {...menu.trigger}
      >
        <Avatar person={personOf(state.me)} size={28} presence={markOf(state.me, state)} />
      </button>
      <Suspense>
        <Show when={menu.from()}>
          {(from) => <YouEntries id={menu.id} anchor={menu.anchor} from={from()} onClose={menu.close} />}
        </Show>
      </Suspense>
    </>
  );
}
