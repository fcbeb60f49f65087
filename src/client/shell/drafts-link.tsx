import PencilLine from "lucide-solid/icons/pencil-line";
import { createMemo, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import css from "#/client/shell/link-places.module.css";
import { useSession } from "#/client/shell/session.tsx";
import link from "#/client/ui/rooms/sidebar-link.module.css";

/** To what one began to write, where there is anything. */
export function DraftsLink() {
  const { state } = useSession();
  const layers = useLayers();
  const count = createMemo(() => Object.keys(state.drafts).length);
  return (
    <Show when={count() > 0}>
      <button
        type="button"
        class={`${link.link} ${css.place}`}
        aria-haspopup="dialog"
        onClick={() => layers.open({ is: "drafts" })}
      >
        <PencilLine />
        <span class={link.name}>{say("Drafts")}</span>
        <span class={css.count}>{count()}</span>
      </button>
    </Show>
  );
}
