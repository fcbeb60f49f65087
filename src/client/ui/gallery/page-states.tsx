import Calendar from "lucide-solid/icons/calendar-check";
import User from "lucide-solid/icons/circle-user";
import Hash from "lucide-solid/icons/hash";
import Inbox from "lucide-solid/icons/inbox";
import MessagesSquare from "lucide-solid/icons/messages-square";
import NotebookText from "lucide-solid/icons/notebook-text";
import SearchX from "lucide-solid/icons/search-x";
import Users from "lucide-solid/icons/users";
import { createSignal } from "solid-js";
import { Button, ButtonLink } from "../controls/button.tsx";
import { DividerHandle } from "../layout/divider-handle.tsx";
import { EmptyState, ErrorPage } from "../layout/empty-state.tsx";
import { Strip } from "../layout/strip.tsx";
import { TabBar } from "../layout/tab-bar.tsx";
import css from "./gallery.module.css";
import { Ground, Section } from "./section.tsx";

export function PageStates() {
  return (
    <Section id="pages" title="Pages">
      <h3 class={css.sub}>Empty states</h3>
      <div class={css.columns}>
        <Ground>
          <EmptyState
            icon={<Hash />}
            title="This is the start of #launch"
            text="Say what it is for, or bring someone in."
            action={<Button kind="primary">Invite people</Button>}
          />
        </Ground>
        <Ground>
          <EmptyState
            icon={<Inbox />}
            title="You are caught up"
            text="Mentions, replies and finished AI work land here."
          />
        </Ground>
        <Ground>
          <EmptyState
            icon={<SearchX />}
            title="No messages match ‘invoice 2291’"
            text="Looked in 14 rooms and 32 notes you can open."
            action={<Button>Search all dates</Button>}
          />
        </Ground>
        <Ground>
          <EmptyState
            icon={<NotebookText />}
            title="Write the first note"
            text="Notes outlive the chat. Save a message as one, or start empty."
            action={<Button kind="primary">New note</Button>}
          />
        </Ground>
        <Ground>
          <EmptyState
            icon={<MessagesSquare />}
            title="No threads yet"
            text="Reply to a message in a thread and it shows up here."
          />
        </Ground>
        <Ground>
          <EmptyState
            icon={<Users />}
            title="Just you so far"
            text="Invite people or an AI assistant."
            action={<Button kind="primary">Invite people</Button>}
          />
        </Ground>
      </div>
      <h3 class={css.sub}>A page that cannot be shown</h3>
      <Ground>
        <ErrorPage
          as="section"
          title="You can't open this"
          text="It may be private, moved or gone."
          action={<ButtonLink href="#pages">Back to your rooms</ButtonLink>}
          details="SW_ROOM_NOT_FOUND"
        />
      </Ground>
      <h3 class={css.sub}>Strips, tab bar, divider</h3>
      <div class={css.stack}>
        <Ground>
          <Strip>Demo server: only on this computer</Strip>
          <Strip tone="warn" action={<Button size="small">Download</Button>}>
            This room closes on Friday
          </Strip>
          <Strip tone="ai" action={<Button size="small">Open</Button>}>
            Plan: 3 of 7 · Collect figures
          </Strip>
        </Ground>
        <Ground width={390}>
          <TabBar
            label="Places"
            items={[
              { href: "#pages", label: "Rooms", icon: () => <Hash />, current: true },
              { href: "#pages", label: "Inbox", icon: () => <Inbox />, mentions: 2 },
              { href: "#pages", label: "Notes", icon: () => <NotebookText />, unread: 1 },
              { href: "#pages", label: "Today", icon: () => <Calendar /> },
              { href: "#pages", label: "You", icon: () => <User /> },
            ]}
          />
        </Ground>
        <DividerExample />
      </div>
    </Section>
  );
}

function DividerExample() {
  const [width, setWidth] = createSignal(264);
  return (
    <Ground height={96}>
      <div
        id="gallery-part"
        style={{
          position: "relative",
          "block-size": "100%",
          "inline-size": `${width()}px`,
          background: "var(--bg-side)",
        }}
      >
        <DividerHandle
          label="Width of the sidebar"
          controls="gallery-part"
          edge="end"
          min={220}
          max={400}
          initial={264}
          value={width()}
          onChange={setWidth}
        />
      </div>
    </Ground>
  );
}
