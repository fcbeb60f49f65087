import MessageSquare from "lucide-solid/icons/message-square";
import Phone from "lucide-solid/icons/phone";
import { For } from "solid-js";
import { Button } from "../controls/button.tsx";
import { IconButton } from "../controls/icon-button.tsx";
import { AiTag } from "../people/ai-tag.tsx";
import { Avatar } from "../people/avatar.tsx";
import { AvatarStack } from "../people/avatar-stack.tsx";
import { MemberRow } from "../people/member-row.tsx";
import type { Person } from "../people/person.ts";
import { PersonRow } from "../people/person-row.tsx";
import { ProfileFrame } from "../people/profile-frame.tsx";
import { SectionHeading } from "../rooms/section-heading.tsx";
import css from "./gallery.module.css";
import { ana, bram, chen, dilan, grace, mira, otto, people } from "./people-of-the-gallery.ts";
import { Ground, Row, Section } from "./section.tsx";

const sizes = [64, 36, 28, 24, 20, 18, 16] as const;
const everyHue: readonly Person[] = [1, 5, 6, 7, 8, 9, 10, 11].map((n) => ({
  id: `p${n}`,
  name: `Person ${n}`,
  kind: "person",
}));

export function ProfileCard(props: { readonly person: Person }) {
  return (
    <ProfileFrame
      person={props.person}
      presence="online"
      handle="@ana"
      title="Designer"
      facts={["Online", "14:05 there, 1 h ahead", "4 rooms in common"]}
      actions={
        <>
          <Button kind="primary" icon={<MessageSquare />}>
            Message
          </Button>
          <IconButton label="Call">
            <Phone />
          </IconButton>
        </>
      }
    />
  );
}

export function PeopleStates() {
  return (
    <Section id="people" title="People">
      <h3 class={css.sub}>People are circles, AIs squircles</h3>
      <Row>
        <For each={sizes}>{(size) => <Avatar person={ana} size={size} presence="online" />}</For>
      </Row>
      <Row>
        <For each={sizes}>{(size) => <Avatar person={mira} size={size} engagement="partial" />}</For>
      </Row>
      <h3 class={css.sub}>Presence, engagement, hues</h3>
      <Row>
        <Avatar person={ana} presence="online" named />
        <Avatar person={bram} presence="idle" named />
        <Avatar person={chen} presence="busy" named />
        <Avatar person={dilan} presence="offline" named />
        <Avatar person={mira} engagement="always" named />
        <Avatar person={mira} engagement="partial" named />
        <Avatar person={otto} engagement="none" named />
        <AiTag />
        <AiTag demo />
        <AvatarStack people={[...people, mira]} />
      </Row>
      <Row>
        <For each={everyHue}>{(person) => <Avatar person={person} />}</For>
      </Row>
      <div class={css.columns}>
        <Ground on="side">
          <SectionHeading label="Online" count={3} />
          <MemberRow person={ana} presence="online" tag="Admin" status={{ emoji: "🏠", text: "At home" }} />
          <MemberRow person={bram} presence="idle" tag="Moderator" />
          <MemberRow person={grace} presence="busy" tag="Guest · globex.example" />
          <SectionHeading label="Offline" count={1} />
          <MemberRow person={dilan} presence="offline" />
          <SectionHeading label="AI assistants" count={2} />
          <MemberRow person={mira} engagement="partial" demo />
          <MemberRow person={otto} engagement="none" />
        </Ground>
        <Ground>
          <ProfileCard person={ana} />
        </Ground>
        <Ground>
          <ProfileFrame
            person={mira}
            engagement="partial"
            demo
            handle="@mira"
            title="Scripted demo model. It knows only this room."
            facts={["Answers: when mentioned", "38 % of this month"]}
            actions={<Button kind="primary">Message</Button>}
          />
        </Ground>
        <div class={css.stack}>
          <PersonRow person={bram} handle="@bram" presence="online" />
          <PersonRow person={mira} handle="@mira" />
          <PersonRow person={chen} handle="@chen" note="not in this room" />
        </div>
      </div>
    </Section>
  );
}
