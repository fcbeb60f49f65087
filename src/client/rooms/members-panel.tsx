import UserPlus from "lucide-solid/icons/user-plus";
import Users from "lucide-solid/icons/users";
import X from "lucide-solid/icons/x";
import { createMemo, For, Show } from "solid-js";
import { memberGroups } from "#/client/rooms/member-groups.ts";
import css from "#/client/rooms/members-panel.module.css";
import { useLayers } from "#/client/shell/layers.tsx";
import { markOf, personOf } from "#/client/shell/people.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { HeaderBar } from "#/client/ui/layout/header-bar.tsx";
import { MemberRow } from "#/client/ui/people/member-row.tsx";
import { SectionHeading } from "#/client/ui/rooms/section-heading.tsx";
import { can } from "#/domain/rooms/permissions.ts";
import type { Member } from "#/domain/rooms/room.ts";
import type { RoomView } from "#/domain/views/state.ts";

export type MembersPanelProps = {
  readonly view: RoomView;
  /** Someone's row was pressed: who they are, beside it. */
  readonly onOpen: (participantId: string, anchor: Element) => void;
  readonly onClose: () => void;
};

/** Who is in a room: those who are there now first, AIs last and counted apart. */
export function MembersPanel(props: MembersPanelProps) {
  const { state } = useSession();
  const layers = useLayers();
  const groups = createMemo(() => memberGroups(props.view.members, state.presence, state.me.id));
  const membersOf = (label: string) => groups().find((group) => group.label === label)?.members ?? [];
  const alone = () => Object.keys(props.view.members).length <= 1;
  const mayInvite = () => can(props.view, "invite") === null;
  const invite = () => layers.open({ is: "invite", roomId: props.view.room.id });
  return (
    <div class={css.panel}>
      <HeaderBar
        level={2}
        title="Members"
        end={
          <>
            <Show when={mayInvite()}>
              <IconButton label="Invite people" onClick={invite}>
                <UserPlus />
              </IconButton>
            </Show>
            <IconButton label="Close the panel" shortcut="Esc" onClick={() => props.onClose()}>
              <X />
            </IconButton>
          </>
        }
      />
      <div class={css.members}>
        {/* By label: groups are made anew at each change, and the focus has to outlive that. */}
        <For each={groups().map((group) => group.label)}>
          {(label) => (
            <section aria-label={label}>
              <SectionHeading label={label} count={membersOf(label).length} />
              <ul>
                <For each={membersOf(label)}>
                  {(member) => (
                    <li>
                      <MemberRow
                        person={personOf(member.participant)}
                        presence={markOf(member.participant, state)}
                        tag={tagOf(member, state.me.id)}
                        onOpen={(event) => props.onOpen(member.participant_id, event.currentTarget as Element)}
                      />
                    </li>
                  )}
                </For>
              </ul>
            </section>
          )}
        </For>
        <Show when={alone() && mayInvite()}>
          <EmptyState
            icon={<Users />}
            title="Just you so far"
            text="Invite people or an AI assistant."
            action={<Button onClick={invite}>Invite people</Button>}
          />
        </Show>
      </div>
    </div>
  );
}

function tagOf(member: Member, me: string): string | undefined {
  if (member.membership === "invite") return "Invited";
  if (member.power_level >= 100) return member.participant_id === me ? "You, admin" : "Admin";
  if (member.power_level >= 50) return member.participant_id === me ? "You, moderator" : "Moderator";
  return member.participant_id === me ? "You" : undefined;
}
