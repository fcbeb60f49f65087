import { useLocation } from "@solidjs/router";
import ArrowLeft from "lucide-solid/icons/arrow-left";
import BookOpen from "lucide-solid/icons/book-open";
import Bot from "lucide-solid/icons/bot";
import ChartNoAxes from "lucide-solid/icons/chart-no-axes-column";
import ChevronRight from "lucide-solid/icons/chevron-right";
import Code from "lucide-solid/icons/code-xml";
import Cpu from "lucide-solid/icons/cpu";
import Flag from "lucide-solid/icons/flag";
import Gauge from "lucide-solid/icons/gauge";
import KeyRound from "lucide-solid/icons/key-round";
import Puzzle from "lucide-solid/icons/puzzle";
import ScrollText from "lucide-solid/icons/scroll-text";
import Settings from "lucide-solid/icons/settings-2";
import ShieldCheck from "lucide-solid/icons/shield-check";
import SlidersHorizontal from "lucide-solid/icons/sliders-horizontal";
import User from "lucide-solid/icons/user-round";
import Users from "lucide-solid/icons/users-round";
import { For, type JSX, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { say } from "#/client/language/say.ts";
import { useSession } from "#/client/shell/session.tsx";
import css from "#/client/shell/settings-page.module.css";
import { HeaderBar } from "#/client/ui/layout/header-bar.tsx";
import { isAdmin } from "#/domain/participants/roles.ts";

type Place = {
  readonly href: string;
  readonly label: string;
  readonly icon: typeof User;
  /** Rendered by the server alone, so that it is loaded as a page. */
  readonly external?: boolean;
};

const places: readonly { readonly title: string; readonly forAdmins: boolean; readonly places: readonly Place[] }[] = [
  {
    get title() {
      return say("You");
    },
    forAdmins: false,
    places: [
      {
        href: "/you",
        get label() {
          return say("Profile");
        },
        icon: User,
      },
      {
        href: "/you/preferences",
        get label() {
          return say("Preferences");
        },
        icon: SlidersHorizontal,
      },
      {
        href: "/you/ai",
        label: "AI",
        icon: Bot,
      },
      {
        href: "/you/security",
        get label() {
          return say("Security");
        },
        icon: ShieldCheck,
      },
      {
        href: "/you/tokens",
        get label() {
          return say("Access tokens");
        },
        icon: KeyRound,
      },
    ],
  },
  {
    get title() {
      return say("Administration");
    },
    forAdmins: true,
    places: [
      {
        href: "/admin",
        get label() {
          return say("Overview");
        },
        icon: ChartNoAxes,
      },
      {
        href: "/admin/people",
        get label() {
          return say("People");
        },
        icon: Users,
      },
      {
        href: "/admin/reports",
        get label() {
          return say("Reports");
        },
        icon: Flag,
      },
      {
        href: "/admin/ai",
        get label() {
          return say("AI assistants");
        },
        icon: Bot,
      },
      {
        href: "/admin/ai/models",
        get label() {
          return say("Models and gateway");
        },
        icon: Cpu,
      },
      {
        href: "/admin/ai/plugins",
        get label() {
          return say("Plugins");
        },
        icon: Puzzle,
      },
      {
        href: "/admin/ai/usage",
        get label() {
          return say("Budgets and calls");
        },
        icon: Gauge,
      },
      {
        href: "/admin/audit",
        get label() {
          return say("Audit log");
        },
        icon: ScrollText,
      },
      {
        href: "/admin/settings",
        get label() {
          return say("Settings");
        },
        icon: Settings,
      },
    ],
  },
  {
    get title() {
      return say("Help");
    },
    forAdmins: false,
    places: [
      {
        href: "/docs",
        get label() {
          return say("Documentation");
        },
        icon: BookOpen,
        external: true,
      },
      { href: "/docs/api", label: "API", icon: Code, external: true },
    ],
  },
];

/** The place of settings in the centre: where one can go on the left, a page beside it; on a phone `/you` is the list. */
export function SettingsPage(props: {
  readonly title: string;
  /** For tables. */
  readonly wide?: boolean | undefined;
  /** Above the page, and on a phone above the list of settings too. */
  readonly head?: JSX.Element;
  readonly children: JSX.Element;
}) {
  const location = useLocation();
  const isFirst = () => location.pathname === "/you";
  return (
    <main class={css.page} id="main" tabIndex={-1}>
      <HeaderBar
        level={1}
        title={props.title}
        start={
          <Show when={!isFirst()}>
            <a class={css.back} href="/you" aria-label={say("Back to all settings")}>
              <ArrowLeft />
            </a>
          </Show>
        }
      />
      <div class={css.inside} data-first={isFirst() ? "" : undefined} data-wide={props.wide ? "" : undefined}>
        <Show when={props.head}>
          <div class={css.head}>{props.head}</div>
        </Show>
        <SettingsNav />
        <div class={css.content}>{props.children}</div>
      </div>
    </main>
  );
}

/** The admin area appears and goes with one's role. */
function SettingsNav() {
  const session = useSession();
  const location = useLocation();
  const shown = () => places.filter((group) => !group.forAdmins || isAdmin(session.state.me.roles));
  return (
    <nav class={css.nav} aria-label={say("Settings")}>
      <For each={shown()}>
        {(group) => (
          <section>
            <h2 class={css.group}>{group.title}</h2>
            <ul class={css.places}>
              <For each={group.places}>
                {(place) => (
                  <li>
                    <a
                      class={css.place}
                      href={place.href}
                      rel={place.external ? "external" : undefined}
                      aria-current={location.pathname === place.href ? "page" : undefined}
                    >
                      <Dynamic component={place.icon} />
                      <span class={css.label}>{place.label}</span>
                      <span class={css.onward}>
                        <ChevronRight />
                      </span>
                    </a>
                  </li>
                )}
              </For>
            </ul>
          </section>
        )}
      </For>
    </nav>
  );
}
