import { useNavigate } from "@solidjs/router";
import LogOut from "lucide-solid/icons/log-out";
import Moon from "lucide-solid/icons/moon";
import ShieldCheck from "lucide-solid/icons/shield-check";
import SlidersHorizontal from "lucide-solid/icons/sliders-horizontal";
import Sun from "lucide-solid/icons/sun";
import { createDrafts } from "#/client/messages/drafts.ts";
import { presenceEntries } from "#/client/presence/presence-entries.ts";
import { choose } from "#/client/shell/choose.ts";
import { isDark } from "#/client/shell/look.ts";
import { markOf, personOf, presenceOf, presenceWords } from "#/client/shell/people.ts";
import { type Session, useSession } from "#/client/shell/session.tsx";
import css from "#/client/shell/you.module.css";
import { Menu, type MenuEntry } from "#/client/ui/overlays/menu.tsx";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import { isAdmin } from "#/domain/participants/roles.ts";
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
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/auth/sign-out";
  document.body.append(form);
  form.submit();
}

/** Oneself: presence, settings, leaving. */
export function YouMenu() {
  const session = useSession();
  const navigate = useNavigate();
  const { me } = session.state;
  const entries = (): MenuEntry[] => [
    { heading: me.display_name },
    ...presenceEntries(session.state.me.sticky_presence, (presence) => void choosePresence(session, presence)),
    "line",
    {
      label: isDark() ? "Light theme" : "Dark theme",
      icon: () => (isDark() ? <Sun /> : <Moon />),
      onSelect: () => void choose(session, { theme: isDark() ? "light" : "dark" }).catch(() => undefined),
    },
    ...(isAdmin(session.state.me.roles)
      ? [{ label: "Administration", icon: () => <ShieldCheck />, onSelect: () => navigate("/admin") }]
      : []),
    { label: "Preferences", icon: () => <SlidersHorizontal />, onSelect: () => navigate("/you/preferences") },
    { label: "Sign out", icon: () => <LogOut />, onSelect: () => void signOut(session) },
  ];
  return (
    <Menu
      label="You"
      entries={entries()}
      placement={{ side: "right", align: "end" }}
      trigger={(attributes) => (
        <button
          type="button"
          class={css.you}
          aria-label={`You, ${me.display_name}, ${presenceWords(presenceOf(me.id, session.state))}`}
          {...attributes}
        >
          <Avatar person={personOf(me)} size={28} presence={markOf(me, session.state)} />
        </button>
      )}
    />
  );
}
