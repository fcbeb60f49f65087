import Copy from "lucide-solid/icons/copy";
import Smile from "lucide-solid/icons/face-slightly-smiling";
import Hash from "lucide-solid/icons/hash";
import Inbox from "lucide-solid/icons/inbox";
import MessagesSquare from "lucide-solid/icons/messages-square";
import PanelRight from "lucide-solid/icons/panel-right";
import Phone from "lucide-solid/icons/phone";
import Plus from "lucide-solid/icons/plus";
import Search from "lucide-solid/icons/search";
import SquarePen from "lucide-solid/icons/square-pen";
import { createSignal } from "solid-js";
import { IconButton } from "../controls/icon-button.tsx";
import { Kbd } from "../controls/kbd.tsx";
import { TextField } from "../controls/text-field.tsx";
import { ConnectionChip } from "../layout/connection-chip.tsx";
import { HeaderBar } from "../layout/header-bar.tsx";
import { ComposerFrame, ComposerInput, SendButton } from "../messages/composer-frame.tsx";
import { MessageFrame } from "../messages/message-frame.tsx";
import { Pill, ReactionPill, ReactionRow } from "../messages/pill.tsx";
import { CodeBlock, MentionChip, Prose } from "../messages/prose.tsx";
import { ThreadFooter } from "../messages/thread-footer.tsx";
import { DateSeparator, UnreadDivider } from "../messages/timeline-lines.tsx";
import { Avatar } from "../people/avatar.tsx";
import { AvatarStack } from "../people/avatar-stack.tsx";
import { NavRow, RoomRow } from "../rooms/room-row.tsx";
import { SectionHeading } from "../rooms/section-heading.tsx";
import { WorkspaceTile } from "../rooms/workspace-tile.tsx";
import css from "./gallery.module.css";
import { at, bar } from "./message-states.tsx";
import { ana, bram, chen, mira, people } from "./people-of-the-gallery.ts";
import { Ground, Section } from "./section.tsx";

/** The parts together, as a room shows them: what looks right alone must look right in company. */
export function TimelineStates() {
  return (
    <Section id="timeline" title="A room">
      <Ground>
        <div class={css.app}>
          <nav class={css.rail} aria-label="Workspaces">
            <WorkspaceTile href="#timeline" name="Globex" selected />
            <WorkspaceTile href="#timeline" name="Ana's workspace" mentions={2} />
            <Avatar person={ana} size={28} presence="online" named />
          </nav>
          <Sidebar />
          <Centre />
        </div>
      </Ground>
    </Section>
  );
}

function Sidebar() {
  return (
    <nav class={css.sidebar} aria-label="Rooms">
      <div class={css.workspace}>
        <span>Globex</span>
        <IconButton label="New" size="small">
          <SquarePen />
        </IconButton>
      </div>
      <TextField
        label="Search or jump to"
        hideLabel
        placeholder="Search or jump to"
        start={<Search />}
        end={<Kbd keys="⌘K" />}
      />
      <NavRow href="#timeline" label="Inbox" icon={<Inbox />} mentions={2} />
      <NavRow href="#timeline" label="Threads" icon={<MessagesSquare />} />
      <SectionHeading label="Rooms" />
      <RoomRow href="#timeline" kind="group" name="design" selected engagement="partial" />
      <RoomRow href="#timeline" kind="group" name="general" unread={3} />
      <RoomRow href="#timeline" kind="private" name="finance" />
      <RoomRow href="#timeline" kind="group" name="standup" call={3} />
      <SectionHeading label="People" />
      <RoomRow href="#timeline" kind="private" name={bram.name} person={bram} presence="online" unread={1} />
      <RoomRow href="#timeline" kind="private" name={chen.name} person={chen} presence="offline" />
      <RoomRow href="#timeline" kind="private" name={mira.name} person={mira} />
      <ConnectionChip
        state="reconnecting"
        text="Reconnecting in 4 s"
        action={{ label: "Try now", onClick: () => {} }}
      />
    </nav>
  );
}

function Centre() {
  const [text, setText] = createSignal("");
  return (
    <div class={css.centre}>
      <HeaderBar
        level={2}
        title="design"
        start={<Hash />}
        detail="What we make, and how it should feel"
        end={
          <>
            <AvatarStack people={people} />
            <IconButton label="Call">
              <Phone />
            </IconButton>
            <IconButton label="Search in room">
              <Search />
            </IconButton>
            <IconButton label="Members" pressed>
              <PanelRight />
            </IconButton>
          </>
        }
      />
      <div class={css.timeline}>
        <DateSeparator iso="2026-11-20" label="Friday 20 November" />
        <Conversation />
      </div>
      <div class={css.pills}>
        <Pill onClick={() => {}}>↓ 4 new</Pill>
      </div>
      <ComposerFrame
        start={
          <IconButton label="Add">
            <Plus />
          </IconButton>
        }
        end={
          <>
            <IconButton label="Emoji">
              <Smile />
            </IconButton>
            <SendButton hasText={text() !== ""} onSend={() => setText("")} />
          </>
        }
        hint="Bram is typing"
      >
        <ComposerInput label="Message #design" placeholder="Message #design" value={text()} onInput={setText} />
      </ComposerFrame>
    </div>
  );
}

function Conversation() {
  return (
    <>
      <MessageFrame author={ana} time={at("09:02")} bar={bar} tabIndex={0}>
        <Prose>
          <p>
            Morning. The rail is 56 px now and the list feels calmer. Notes are in{" "}
            <a href="#timeline">Sidebar, second try</a>.
          </p>
        </Prose>
      </MessageFrame>
      <MessageFrame author={ana} time={at("09:03")} follower bar={bar} tabIndex={-1}>
        <Prose>
          <p>
            <MentionChip>@Bram</MentionChip> could you check <code>room-row.module.css</code> on a phone?
          </p>
        </Prose>
      </MessageFrame>
      <MessageFrame
        author={bram}
        time={at("09:10")}
        bar={bar}
        tabIndex={-1}
        footer={
          <>
            <ReactionRow>
              <ReactionPill emoji="👍" count={3} mine names={["Ana", "Chen", "you"]} onToggle={() => {}} />
            </ReactionRow>
            <ThreadFooter href="#timeline" replies={4} people={[ana, chen, mira]} last="5 min ago" />
          </>
        }
      >
        <Prose>
          <p>Works. Two things:</p>
          <ul>
            <li>the time should not wrap</li>
            <li>touch targets are 44 high now</li>
          </ul>
          <CodeBlock
            language="css"
            actions={
              <IconButton label="Copy" size="small">
                <Copy />
              </IconButton>
            }
          >
            <span class="hljs-name">.time</span> {"{\n  "}
            <span class="hljs-attr">white-space</span>: <span class="hljs-keyword">nowrap</span>;{"\n}"}
          </CodeBlock>
        </Prose>
      </MessageFrame>
      <UnreadDivider />
      <MessageFrame author={mira} time={at("09:41")} model="scai-large" bar={bar} tabIndex={-1}>
        <Prose>
          <p>Both are in. The thread has the two screenshots side by side.</p>
        </Prose>
      </MessageFrame>
    </>
  );
}
