import Inbox from "lucide-solid/icons/inbox";
import MessagesSquare from "lucide-solid/icons/messages-square";
import NotebookText from "lucide-solid/icons/notebook-text";
import Plus from "lucide-solid/icons/plus";
import { createSignal } from "solid-js";
import { IconButton } from "../controls/icon-button.tsx";
import { ConnectionChip } from "../layout/connection-chip.tsx";
import { NavRow, RoomRow } from "../rooms/room-row.tsx";
import { SectionHeading } from "../rooms/section-heading.tsx";
import { WorkspaceTile } from "../rooms/workspace-tile.tsx";
import css from "./gallery.module.css";
import { ana, bram, mira } from "./people-of-the-gallery.ts";
import { Ground, Section } from "./section.tsx";

export function RoomStates() {
  const [folded, setFolded] = createSignal(false);
  return (
    <Section id="rooms" title="Rooms">
      <div class={css.columns}>
        <Ground on="side" width={264}>
          <NavRow href="#rooms" label="Inbox" icon={<Inbox />} mentions={2} unread={5} />
          <NavRow href="#rooms" label="Threads" icon={<MessagesSquare />} unread={1} />
          <NavRow href="#rooms" label="Notes" icon={<NotebookText />} />
          <SectionHeading
            label="Rooms"
            folded={folded()}
            onToggle={() => setFolded(!folded())}
            end={
              <IconButton label="New room" size="small">
                <Plus />
              </IconButton>
            }
          />
          <RoomRow href="#rooms" kind="group" name="general" time="09:12" lastWords="Bram: see you there" />
          <RoomRow href="#rooms" kind="group" name="design" unread={3} time="09:41" lastWords="Ana: the new rail" />
          <RoomRow
            href="#rooms"
            kind="private"
            name="finance"
            unread={8}
            mentions={1}
            time="09:40"
            lastWords="Ana: @you"
          />
          <RoomRow href="#rooms" kind="group" name="finance" invited lastWords="Open it to join or decline" />
          <RoomRow href="#rooms" kind="public" name="announcements" unread={140} mentions={120} />
          <RoomRow href="#rooms" kind="group" name="launch" selected engagement="always" />
          <RoomRow href="#rooms" kind="incognito" name="offsite, off the record" engagement="partial" />
          <RoomRow href="#rooms" kind="bridge" name="matrix-bridge" typing={["Ana", "Bram"]} unread={2} />
          <RoomRow href="#rooms" kind="sidekick" name="brave-penguin" draft="Could you also look at the" />
          <RoomRow href="#rooms" kind="group" name="standup" call={3} />
          <RoomRow href="#rooms" kind="group" name="lunch" muted />
          <RoomRow href="#rooms" kind="group" name="memes" muted unread={44} mentions={1} />
          <RoomRow href="#rooms" kind="group" name="a room with a name that is far too long for the list" unread={1} />
        </Ground>
        <Ground on="side" width={264}>
          <SectionHeading label="People" />
          <RoomRow href="#rooms" kind="private" name="Ana de Vries" person={ana} presence="online" unread={1} />
          <RoomRow href="#rooms" kind="private" name="Bram Okafor" person={bram} presence="idle" />
          <SectionHeading label="AI assistants" />
          <RoomRow href="#rooms" kind="private" name="Mira" person={mira} />
          <SectionHeading label="Archived" />
          <RoomRow href="#rooms" kind="group" name="launch-2025" archived />
          <h3 class={css.sub}>The connection chip</h3>
          <div class={css.stack}>
            <ConnectionChip
              state="reconnecting"
              text="Reconnecting in 4 s"
              action={{ label: "Try now", onClick: () => {} }}
            />
            <ConnectionChip state="offline" text="Offline. 3 messages will send later" />
            <ConnectionChip state="updating" text="Server is updating" />
            <ConnectionChip
              state="new-version"
              text="New version ready"
              action={{ label: "Reload", onClick: () => {} }}
            />
            <ConnectionChip
              state="signed-out"
              text="Signed out elsewhere"
              action={{ label: "Sign in", onClick: () => {} }}
            />
            <ConnectionChip state="back" text="Online" />
            <ConnectionChip />
          </div>
        </Ground>
        <Ground on="rail" width={56}>
          <WorkspaceTile href="#rooms" name="Globex" selected />
          <WorkspaceTile href="#rooms" name="Ana's workspace" unread={3} />
          <WorkspaceTile href="#rooms" name="Open Source" mentions={4} />
          <WorkspaceTile href="#rooms" name="Quiet" />
        </Ground>
      </div>
    </Section>
  );
}
