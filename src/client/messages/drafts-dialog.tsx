import { useNavigate } from "@solidjs/router";
import PencilLine from "lucide-solid/icons/pencil-line";
import { createMemo, createSignal, For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { shortTime } from "#/client/language/times.ts";
import { deleteDrafts } from "#/client/messages/delete-drafts.ts";
import css from "#/client/messages/found-dialog.module.css";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { createDeed } from "#/client/shell/deed.ts";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { roomHref } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Checkbox } from "#/client/ui/controls/checkbox.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { VisuallyHidden } from "#/client/ui/controls/visually-hidden.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import { type DraftEntry, draftKey } from "#/domain/messages/draft.ts";

/** What one began to write anywhere, the newest first: to go on with, or to delete together and bring back. */
export default function DraftsDialog(props: LayerProps<"drafts">) {
  const session = useSession();
  const { state } = session;
  const navigate = useNavigate();
  const clock = createViewerClock();
  const deed = createDeed();
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set());
  const drafts = createMemo(() =>
    Object.values(state.drafts).toSorted((a, b) => b.updated_at.localeCompare(a.updated_at)),
  );
  const picked = () => drafts().filter((draft) => chosen().has(draftKey(draft)));

  function choose(draft: DraftEntry, isChosen: boolean): void {
    const next = new Set(chosen());
    if (isChosen) next.add(draftKey(draft));
    else next.delete(draftKey(draft));
    setChosen(next);
  }

  const title = (draft: DraftEntry) => {
    const room = state.rooms[draft.room_id];
    const name = room ? roomTitle(room, state) : say("A room");
    return draft.thread_root_id ? say("Thread in {room}", { room: name }) : name;
  };
  const hrefOf = (draft: DraftEntry) => {
    const room = state.rooms[draft.room_id];
    const thread = draft.thread_root_id ? `?thread=${draft.thread_root_id}` : "";
    return room ? `${roomHref(room, state, props.workspace?.slug)}${thread}` : "/";
  };

  return (
    <Dialog open size={560} title={say("Drafts")} onClose={props.onClose}>
      <div class={css.list} {...clock.attributes()}>
        <Show
          when={drafts().length > 0}
          fallback={
            <EmptyState
              icon={<PencilLine />}
              title={say("No drafts")}
              text={say("What you begin to write and don't send is kept here, on all your devices.")}
            />
          }
        >
          <ul>
            <For each={drafts()}>
              {(draft) => (
                <li class={css.item}>
                  <Checkbox
                    label={
                      <VisuallyHidden>{say("Choose the draft in {place}", { place: title(draft) })}</VisuallyHidden>
                    }
                    checked={chosen().has(draftKey(draft))}
                    onChange={(isChosen) => choose(draft, isChosen)}
                  />
                  <a
                    class={css.found}
                    href={hrefOf(draft)}
                    onClick={(event) => {
                      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                      event.preventDefault();
                      props.onClose();
                      navigate(hrefOf(draft));
                    }}
                  >
                    <span class={css.where}>{title(draft)}</span>
                    <time class={css.when} dateTime={draft.updated_at}>
                      {shortTime(Date.parse(draft.updated_at) / 1000, clock.zone(), clock.now())}
                    </time>
                    <span class={css.words}>{draft.excerpt}</span>
                  </a>
                </li>
              )}
            </For>
          </ul>
          <div class={css.foot}>
            <Checkbox
              label={say("All")}
              checked={picked().length === drafts().length}
              onChange={(all) => setChosen(new Set(all ? drafts().map(draftKey) : []))}
            />
            <Button
              busy={deed.busy()}
              busyLabel={say("Deleting")}
              disabledReason={picked().length === 0 ? say("Choose a draft first") : undefined}
              onClick={() => void deed.run(() => deleteDrafts(session, picked()))}
            >
              {picked().length > 1 ? say("Delete {count} drafts", { count: picked().length }) : say("Delete draft")}
            </Button>
          </div>
        </Show>
        <Problem text={deed.problem()} />
      </div>
    </Dialog>
  );
}
