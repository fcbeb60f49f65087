import { createSignal, createUniqueId, lazy, Show, Suspense } from "solid-js";
import { say } from "#/client/language/say.ts";
import { markOf, personOf, presenceOf, presenceWords } from "#/client/shell/people.ts";
import { useSession } from "#/client/shell/session.tsx";
import css from "#/client/shell/you.module.css";
import { Avatar } from "#/client/ui/people/avatar.tsx";

const YouEntries = lazy(() => import("#/client/shell/you-menu.tsx"));

type MenuStart = "first" | "last" | "surface";

/** Oneself: presence, settings, leaving. The menu's code comes when it is first opened. */
export function YouMenu() {
  const { state } = useSession();
  const id = createUniqueId();
  const [open, setOpen] = createSignal<MenuStart>();
  let button!: HTMLButtonElement;
  return (
    <>
      <button
        ref={button}
        type="button"
        class={css.you}
        aria-label={say("You, {name}, {presenceWords}", {
          name: state.me.display_name,
          presenceWords: presenceWords(presenceOf(state.me.id, state)),
        })}
        aria-haspopup="menu"
        aria-expanded={open() !== undefined}
        aria-controls={open() ? id : undefined}
        // A click without a press comes from Enter, Space or a screen reader: those begin on the first item.
        onClick={(event) => setOpen((now) => (now ? undefined : event.detail === 0 ? "first" : "surface"))}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          setOpen(event.key === "ArrowDown" ? "first" : "last");
        }}
      >
        <Avatar person={personOf(state.me)} size={28} presence={markOf(state.me, state)} />
      </button>
      <Suspense>
        <Show when={open()}>
          {(from) => <YouEntries id={id} anchor={() => button} from={from()} onClose={() => setOpen(undefined)} />}
        </Show>
      </Suspense>
    </>
  );
}
