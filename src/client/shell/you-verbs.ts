import { createDrafts } from "#/client/messages/drafts.ts";
import type { Session } from "#/client/shell/session.tsx";
import type { StickyPresence } from "#/domain/presence/events.ts";

/** Shown at once; a refusal puts it back. */
export async function choosePresence(session: Session, presence: StickyPresence): Promise<void> {
  const before = session.state.me.sticky_presence;
  const set = (value: StickyPresence) =>
    session.store.change((draft) => {
      draft.me.sticky_presence = value;
    });
  set(presence);
  await session.actions.setPresence(presence).catch(() => set(before));
}

/** Wipes what was written and not sent, then leaves by the plain form's door. */
export async function signOut(session: Session): Promise<void> {
  await session.signOut().catch(() => undefined);
  createDrafts(() => sessionStorage, session.state.me.id).wipe();
  const notes = import("#/client/notes/editor/local-copies.ts");
  await notes.then(({ clearNoteCopies }) => clearNoteCopies(session.state.me.id)).catch(() => undefined);
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/auth/sign-out";
  document.body.append(form);
  form.submit();
}
