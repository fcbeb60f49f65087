import { useLocation, useNavigate, useParams } from "@solidjs/router";
import CalendarCheck from "lucide-solid/icons/calendar-check";
import CircleUser from "lucide-solid/icons/circle-user";
import MessagesSquare from "lucide-solid/icons/messages-square";
import NotebookText from "lucide-solid/icons/notebook-text";
import { createMemo, createSignal, type JSX, lazy, onCleanup, onMount, Show, Suspense } from "solid-js";
import { say } from "#/client/language/say.ts";
import { MessageSlotsContext } from "#/client/messages/slots.ts";
import { tellZone } from "#/client/shell/choose.ts";
import { remember, remembered, rememberedWidth, sidebarBounds } from "#/client/shell/device.ts";
import { followInFavicon } from "#/client/shell/favicon.ts";
import css from "#/client/shell/frame.module.css";
import { useLayers } from "#/client/shell/layers.tsx";
import { messageSlots } from "#/client/shell/message-slots.tsx";
import { onceStanding } from "#/client/shell/once-standing.tsx";
import { notesPath, railOrder, workspaceBySlug, workspaceOfRoom, workspacePath } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { listenToShortcuts } from "#/client/shell/shortcuts.ts";
import { Sidebar } from "#/client/shell/sidebar.tsx";
import { WidthHandle } from "#/client/shell/width-handle.tsx";
import { railWorkspaces, totalMarks } from "#/client/shell/workspace-marks.ts";
import { YouMenu } from "#/client/shell/you.tsx";
import { TabBar } from "#/client/ui/layout/tab-bar.tsx";
import { ToastRegion } from "#/client/ui/overlays/toast-region.tsx";
import { Rail } from "#/client/workspaces/rail.tsx";

const FirstRun = lazy(() => import("#/client/shell/first-run.tsx"));
const OpenLayer = onceStanding(async () => ({ default: (await import("#/client/shell/open-layer.tsx")).OpenLayer }));
const TooltipHost = onceStanding(async () => ({
  default: (await import("#/client/ui/overlays/tooltip-host.tsx")).TooltipHost,
}));
/** Trouble is told after two seconds of it, and a page that stands has had its line to the server. */
const Connection = onceStanding(async () => ({ default: (await import("#/client/shell/connection.tsx")).Connection }));

/** The frame around every page of someone signed in: rail, sidebar, the page; on a phone one of them and a tab bar. */
export function Frame(props: { readonly children: JSX.Element }) {
  const session = useSession();
  const layers = useLayers();
  const location = useLocation();
  const navigate = useNavigate();
  const params = useParams<{ slug?: string; room?: string; note?: string }>();
  const { state } = session;
  const [width, setWidth] = createSignal(rememberedWidth("sidebar", sidebarBounds));
  const workspace = createMemo(() => {
    const room = params.room ? state.rooms[params.room] : undefined;
    return workspaceBySlug(params.slug, state) ?? (room && workspaceOfRoom(room, state)) ?? railOrder(state)[0];
  });
  const tiles = createMemo(() => railWorkspaces(state, remembered("room")));
  const hasRail = () => tiles().length > 1;
  const view = () => {
    if (/^\/(you|admin)(\/|$)/.test(location.pathname)) return "you";
    if (location.pathname === "/today") return "today";
    if (/^\/(w\/[^/]+\/)?notes$/.test(location.pathname)) return "notes";
    return params.room || params.note || /^\/(?:(?:join|invite|r)\/|threads$)/.test(location.pathname)
      ? "room"
      : "list";
  };
  // On a phone the list is the page, and says so to those who listen.
  const [isNarrow, setNarrow] = createSignal(false);
  onMount(() => {
    const narrow = matchMedia("(max-width: 719.98px)");
    const hear = () => setNarrow(narrow.matches);
    hear();
    narrow.addEventListener("change", hear);
    onCleanup(() => narrow.removeEventListener("change", hear));
  });
  // Once for a visit: what it says on the way of having been seen must not take it away.
  const [isNew, setNew] = createSignal(false);
  onMount(() => setNew(!state.own.screen.welcomed));
  onMount(() => tellZone(session));
  followInFavicon(() => totalMarks(state));
  listenToShortcuts({ session, layers, navigate, location, params, workspace });

  return (
    <div class={css.frame} data-view={view()} style={{ "--sidebar": `${width()}px` }}>
      <a class={css.skip} href="#main">
        {say("Skip to the page")}
      </a>
      <Show when={hasRail()}>
        <Rail
          workspaces={tiles()}
          currentId={workspace()?.id}
          onAdd={() => layers.open({ is: "create-workspace" })}
          foot={<YouMenu />}
        />
      </Show>
      <section
        class={css.side}
        id="sidebar"
        aria-label={say("Rooms and people")}
        role={view() === "list" && isNarrow() ? "main" : undefined}
      >
        <Sidebar
          workspace={workspace()}
          roomId={params.room}
          isPage={view() === "list" && isNarrow()}
          you={
            <span class={hasRail() ? css.youWithoutRail : css.you}>
              <YouMenu />
            </span>
          }
          foot={<Connection />}
        />
        <WidthHandle
          label={say("Width of the sidebar")}
          controls="sidebar"
          edge="end"
          value={width()}
          {...sidebarBounds}
          onChange={setWidth}
          onCommit={(value) => remember("sidebar", String(value))}
        />
      </section>
      <div class={css.page}>
        <div class={css.strip}>
          <Connection />
        </div>
        <MessageSlotsContext.Provider value={messageSlots}>{props.children}</MessageSlotsContext.Provider>
        <div class={css.toasts}>
          <ToastRegion toaster={session.toaster} />
        </div>
      </div>
      <div class={css.tabs} id="tabs">
        <TabBar
          label={say("Places")}
          items={[
            {
              href: workspacePath(workspace()?.slug ?? "-"),
              label: say("Rooms"),
              icon: () => <MessagesSquare />,
              current: view() === "list" || view() === "room",
              ...totalMarks(state),
            },
            {
              href: notesPath(workspace()?.slug),
              label: say("Notes"),
              icon: () => <NotebookText />,
              current: view() === "notes",
            },
            { href: "/today", label: say("Today"), icon: () => <CalendarCheck />, current: view() === "today" },
            { href: "/you", label: say("You"), icon: () => <CircleUser />, current: view() === "you" },
          ]}
        />
      </div>
      <Suspense>
        <Show when={isNew()}>
          <FirstRun workspace={workspace()} />
        </Show>
      </Suspense>
      <OpenLayer workspace={workspace()} />
      <TooltipHost />
    </div>
  );
}
