import { useNavigate } from "@solidjs/router";
import Smile from "lucide-solid/icons/face-slightly-smiling";
import LogOut from "lucide-solid/icons/log-out";
import Moon from "lucide-solid/icons/moon";
import ShieldCheck from "lucide-solid/icons/shield-check";
import SlidersHorizontal from "lucide-solid/icons/sliders-horizontal";
import Sun from "lucide-solid/icons/sun";
import X from "lucide-solid/icons/x";
import { say } from "#/client/language/say.ts";
import { createDrafts } from "#/client/messages/drafts.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { presenceEntries } from "#/client/presence/presence-entries.ts";
import { setStatus } from "#/client/presence/set-status.ts";
import { choose } from "#/client/shell/choose.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { isDark } from "#/client/shell/look.ts";
import { markOf, personOf, presenceOf, presenceWords } from "#/client/shell/people.ts";
import { type Session, useSession } from "#/client/shell/session.tsx";
import { statusOf, statusWords, untilWords } from "#/client/shell/status-words.ts";
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
  const notes = import("#/client/notes/editor/local-copies.ts");
  await notes.then(({ clearNoteCopies }) => clearNoteCopies(session.state.me.id)).catch(() => undefined);
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
  const layers = useLayers();
  const clock = createViewerClock();
  const { me } = session.state;
  const status = () => statusOf(me.id, session.state, clock.now());
  const entries = (): MenuEntry[] => [
    { heading: me.display_name },
    ...presenceEntries(session.state.me.sticky_presence, (presence) => void choosePresence(session, presence)),
    "line",
    {
      label: status() ? statusWords(status()!) : say("Set a status"),
      hint: status() ? untilWords(status()!, clock.zone(), clock.now()) || undefined : undefined,
      icon: () => <Smile />,
      onSelect: () => layers.open({ is: "status" }),
    },
    ...(status()
      ? [
          {
            label: say("Clear status"),
            icon: () => <X />,
            onSelect: () =>
              void setStatus(session, null).catch(() =>
                session.toaster.show(say("Your status wasn't cleared. Check the connection and try again.")),
              ),
          },
        ]
      : []),
    "line",
    {
      label: isDark() ? say("Light theme") : say("Dark theme"),
      icon: () => (isDark() ? <Sun /> : <Moon />),
      onSelect: () => void choose(session, { theme: isDark() ? "light" : "dark" }).catch(() => undefined),
    },
    ...(isAdmin(session.state.me.roles)
      ? [{ label: say("Administration"), icon: () => <ShieldCheck />, onSelect: () => navigate("/admin") }]
      : []),
    { label: say("Preferences"), icon: () => <SlidersHorizontal />, onSelect: () => navigate("/you/preferences") },
    { label: say("Sign out"), icon: () => <LogOut />, onSelect: () => void signOut(session) },
  ];
  return (
    <Menu
      label={say("You")}
      entries={entries()}
      placement={{ side: "right", align: "end" }}
      trigger={(attributes) => (
        <button
          type="button"
          class={css.you}
          aria-label={say("You, {name}, {presenceWords}", {
            name: me.display_name,
            presenceWords: presenceWords(presenceOf(me.id, session.state)),
          })}
          {...attributes}
        >
          <Avatar person={personOf(me)} size={28} presence={markOf(me, session.state)} />
        </button>
      )}
    />
  );
}
