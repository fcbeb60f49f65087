import CornerUpLeft from "lucide-solid/icons/corner-up-left";
import Ellipsis from "lucide-solid/icons/ellipsis";
import SmilePlus from "lucide-solid/icons/face-slightly-smiling-plus";
import MessageSquareText from "lucide-solid/icons/message-square-text";
import NotebookPen from "lucide-solid/icons/notebook-pen";
import UserPlus from "lucide-solid/icons/user-plus";
import { createSignal } from "solid-js";
import { IconButton } from "../controls/icon-button.tsx";
import { EmojiButton, HoverBar } from "../messages/hover-bar.tsx";
import { MessageFrame, type MessageTime } from "../messages/message-frame.tsx";
import { Pill, ReactionPill, ReactionRow } from "../messages/pill.tsx";
import { MentionChip, Prose } from "../messages/prose.tsx";
import { ReplyPreview, ThreadFooter } from "../messages/thread-footer.tsx";
import { DateSeparator, MessageSkeleton, SystemLine, UnreadDivider } from "../messages/timeline-lines.tsx";
import { Menu } from "../overlays/menu.tsx";
import { ana, bram, chen, mira } from "./people-of-the-gallery.ts";
import { Ground, Row, Section } from "./section.tsx";

export function at(text: string): MessageTime {
  return { iso: `2026-11-20T${text}:00Z`, text, full: `Friday 20 November 2026, ${text}` };
}

export function bar() {
  return (
    <HoverBar label="Message">
      <EmojiButton emoji="👍" label="React with thumbs up" onClick={() => {}} />
      <EmojiButton emoji="🎉" label="React with party" onClick={() => {}} />
      <IconButton label="React" size="small">
        <SmilePlus />
      </IconButton>
      <IconButton label="Reply" shortcut="R" size="small">
        <CornerUpLeft />
      </IconButton>
      <IconButton label="Thread" shortcut="T" size="small">
        <MessageSquareText />
      </IconButton>
      <IconButton label="Save as note" size="small">
        <NotebookPen />
      </IconButton>
      <Menu
        label="Message"
        placement={{ side: "below", align: "end" }}
        entries={[
          { label: "Copy link", onSelect: () => {} },
          { label: "Remove", danger: true, onSelect: () => {} },
        ]}
        trigger={(attributes) => (
          <IconButton {...attributes} label="More" size="small">
            <Ellipsis />
          </IconButton>
        )}
      />
    </HoverBar>
  );
}

export function MessageStates() {
  const [mine, setMine] = createSignal(true);
  return (
    <Section id="messages" title="Messages">
      <Ground>
        <DateSeparator iso="2026-11-20" label="Friday 20 November" />
        <MessageFrame author={ana} time={at("09:02")} bar={bar} tabIndex={0} mentionsMe>
          <Prose>
            <MentionChip me>@you</MentionChip> could you read this before noon? <MentionChip>@Bram</MentionChip> has the
            numbers.
          </Prose>
        </MessageFrame>
        <MessageFrame
          author={bram}
          time={at("09:14")}
          bar={bar}
          reply={
            <ReplyPreview
              original={{
                author: ana,
                text: "could you read this before noon? Bram has the numbers, and they are in the sheet from Tuesday",
                href: "#messages",
              }}
            />
          }
          onOpenHistory={() => {}}
        >
          Reading it now.
        </MessageFrame>
        <MessageFrame author={chen} time={at("09:20")} reply={<ReplyPreview />} bar={bar}>
          I answered to something that is gone.
        </MessageFrame>
        <MessageFrame author={chen} time={at("09:21")} follower state="redacted">
          Message removed by Ana: shared by mistake
        </MessageFrame>
        <MessageFrame author={ana} time={at("09:22")} emojiOnly bar={bar}>
          🎉🐧
        </MessageFrame>
        <MessageFrame author={bram} time={at("09:30")} highlighted bar={bar}>
          The message that a link leads to.
        </MessageFrame>
        <SystemLine icon={<UserPlus />} time={at("09:31")}>
          Ana, Bram and 4 others joined
        </SystemLine>
        <UnreadDivider />
        <MessageFrame author={mira} time={at("09:35")} model="scai-large" demo onlyYou bar={bar}>
          Here is what you missed: the launch moved to Thursday.
        </MessageFrame>
        <MessageFrame author={ana} time={at("09:40")} state="pending">
          This one is on its way, for longer than usual.
        </MessageFrame>
        <MessageFrame
          author={ana}
          time={at("09:40")}
          follower
          state="pending"
          notice={
            <>
              Waiting for the network · <button type="button">Cancel</button>
            </>
          }
        >
          And this one waits for the network.
        </MessageFrame>
        <MessageFrame
          author={ana}
          time={at("09:41")}
          follower
          state="failed"
          notice={
            <>
              Not sent: this room is archived. <button type="button">Retry</button> ·{" "}
              <button type="button">Edit</button> · <button type="button">Discard</button>
            </>
          }
        >
          And this one was refused.
        </MessageFrame>
        <MessageFrame
          author={bram}
          time={at("09:41")}
          origin="globex.example"
          state="failed"
          notice={<>Not sent: you were removed from #finance.</>}
        >
          A refused message with its name.
        </MessageFrame>
        <MessageFrame
          author={chen}
          time={at("09:43")}
          bar={bar}
          footer={
            <>
              <ReactionRow>
                <ReactionPill
                  emoji="👍"
                  count={mine() ? 4 : 3}
                  mine={mine()}
                  names={["Ana", "Bram", "Chen"]}
                  onToggle={() => setMine(!mine())}
                />
                <ReactionPill emoji="🎉" count={12} names={["Ana", "Bram"]} onToggle={() => {}} />
              </ReactionRow>
              <ThreadFooter href="#messages" replies={4} people={[ana, bram, mira]} last="5 min ago" unread />
            </>
          }
        >
          With reactions and a thread.
        </MessageFrame>
        <MessageSkeleton />
      </Ground>
      <Row>
        <Pill onClick={() => {}} onDismiss={() => {}} dismissLabel="Mark as read">
          ↑ 23 new since 09:41
        </Pill>
        <Pill onClick={() => {}}>↓ Newest</Pill>
        <Pill onClick={() => {}} mention>
          ↓ 4 new
        </Pill>
      </Row>
    </Section>
  );
}
