import UserPlus from "lucide-solid/icons/user-plus";
import Users from "lucide-solid/icons/users";
import { createMemo, For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { byName, memberGroups } from "#/client/rooms/member-groups.ts";
import { MemberVerbs } from "#/client/rooms/member-verbs.tsx";
import { Banned, Knocking } from "#/client/rooms/members-at-the-door.tsx";
import css from "#/client/rooms/members-panel.module.css";
import { roleTag } from "#/client/rooms/power-words.ts";
import { whyNot } from "#/client/rooms/rights.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { engagementOf, markOf, personOf } from "#/client/shell/people.ts";
import { useSession } from "#/client/shell/session.tsx";
import { createStatuses } from "#/client/shell/status-words.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { GrowingList } from "#/client/ui/layout/growing-list.tsx";
import { SidePanel } from "#/client/ui/layout/side-panel.tsx";
import { MemberRow } from "#/client/ui/people/member-row.tsx";
import { SectionHeading } from "#/client/ui/rooms/section-heading.tsx";
import type { Member } from "#/domain/rooms/room.ts";
import type { RoomView } from "#/domain/views/state.ts";

export type MembersPanelProps = {
  readonly view: RoomView;
  /** Someone's row was pressed: who they are, beside it. */
  readonly onOpen: (participantId: string, anchor: Element) => void;
  readonly onClose: () => void;
};

/**
 * Who is in a room: those who ask to come in first, then those who are there now, AIs last and counted apart. What may be
 * done about each is at the end of their row.
 */
export function MembersPanel(props: MembersPanelProps) {
  const { state } = useSession();
  const layers = useLayers();
  const statusOf = createStatuses(state);
  const saidBy = (id: string) => {
    const status = statusOf(id);
    return status && { emoji: status.emoji ?? "", text: status.text };
  };
  const sorted = createMemo(() => byName(props.view.members));
  const groups = createMemo(() => memberGroups(sorted(), state.presence, state.me.id));
  const membersOf = (label: string) => groups().find((group) => group.label === label)?.members ?? [];
  const alone = () => Object.keys(props.view.members).length <= 1;
  const isDm = () => props.view.room.room_type === "dm";
  const whyNotInvite = () => whyNot(props.view, "invite");
  const invite = () => layers.open({ is: "invite", roomId: props.view.room.id });
  return (
    <SidePanel
      title={say("Members")}
      end={
        <Show when={!isDm() && props.view.membership === "join"}>
          <IconButton label={say("Invite people")} disabledReason={whyNotInvite()} onClick={invite}>
            <UserPlus />
          </IconButton>
        </Show>
      }
      onClose={props.onClose}
    >
      <div class={css.members}>
        <Show when={!whyNotInvite()}>
          <Knocking roomId={props.view.room.id} />
        </Show>
        {/* By label: groups are made anew at each change, and the focus has to outlive that. */}
        <For each={groups().map((group) => group.label)}>
          {(label) => (
            <section aria-label={say("{group} in this room", { group: label })}>
              <SectionHeading label={label} count={membersOf(label).length} />
              <ul>
                <GrowingList each={membersOf(label)}>
                  {(member) => (
                    <li>
                      <MemberRow
                        person={personOf(member.participant)}
                        presence={markOf(member.participant, state)}
                        engagement={engagementOf(member.participant_id, props.view)}
                        demo={props.view.ai?.settings[member.participant_id]?.demo ?? state.ai?.demo}
                        status={saidBy(member.participant_id)}
                        tag={tagOf(member, state.me.id)}
                        onOpen={(event) => props.onOpen(member.participant_id, event.currentTarget as Element)}
                        end={<MemberVerbs view={props.view} member={member} onOpen={props.onOpen} />}
                      />
                    </li>
                  )}
                </GrowingList>
              </ul>
            </section>
          )}
        </For>
        <Show when={!isDm() && !whyNot(props.view, "ban")}>
          <Banned roomId={props.view.room.id} />
        </Show>
        <Show when={alone() && !whyNotInvite()}>
          <EmptyState
            icon={<Users />}
            title={say("Just you so far")}
            text={say("Invite people or an AI assistant.")}
            action={<Button onClick={invite}>{say("Invite people")}</Button>}
          />
        </Show>
      </div>
    </SidePanel>
  );
}

function tagOf(member: Member, me: string): string | undefined {
  return member.membership === "invite" ? undefined : roleTag(member.power_level, member.participant_id === me);
}
