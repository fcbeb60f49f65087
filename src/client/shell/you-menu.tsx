import { useNavigate } from "@solidjs/router";
import Smile from "lucide-solid/icons/face-slightly-smiling";
import LogOut from "lucide-solid/icons/log-out";
import Moon from "lucide-solid/icons/moon";
import ShieldCheck from "lucide-solid/icons/shield-check";
import SlidersHorizontal from "lucide-solid/icons/sliders-horizontal";
import Sun from "lucide-solid/icons/sun";
import X from "lucide-solid/icons/x";
import { say } from "#/client/language/say.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { presenceEntries } from "#/client/presence/presence-entries.ts";
import { setStatus } from "#/client/presence/set-status.ts";
import { choose } from "#/client/shell/choose.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { isDark } from "#/client/shell/look.ts";
import { useSession } from "#/client/shell/session.tsx";
import { statusOf, statusWords, untilWords } from "#/client/shell/status-words.ts";
import { choosePresence, signOut } from "#/client/shell/you-verbs.ts";
import { type MenuEntry, MenuSurface, type MenuSurfaceProps } from "#/client/ui/overlays/menu.tsx";
import { isAdmin } from "#/domain/participants/roles.ts";

/** What one does about oneself: presence, status, looks, settings, leaving. */
export default function YouEntries(props: Pick<MenuSurfaceProps, "id" | "anchor" | "from" | "onClose">) {
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
    <MenuSurface
      id={props.id}
      label={say("You")}
      entries={entries()}
      placement={{ side: "right", align: "end" }}
      anchor={props.anchor}
      from={props.from}
      onClose={props.onClose}
    />
  );
}
