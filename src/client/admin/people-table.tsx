import Ellipsis from "lucide-solid/icons/ellipsis";
import LogOut from "lucide-solid/icons/log-out";
import Shield from "lucide-solid/icons/shield";
import UserCheck from "lucide-solid/icons/user-round-check";
import UserX from "lucide-solid/icons/user-round-x";
import { For, Show } from "solid-js";
import css from "#/client/admin/people-table.module.css";
import type { PersonAct } from "#/client/admin/person-dialogs.tsx";
import { moment } from "#/client/identity/moments.ts";
import { say } from "#/client/language/say.ts";
import { createViewerClock, type ViewerClock } from "#/client/messages/viewer-clock.ts";
import { personOf } from "#/client/shell/people.ts";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { tip } from "#/client/ui/controls/tip.ts";
import { VisuallyHidden } from "#/client/ui/controls/visually-hidden.tsx";
import table from "#/client/ui/layout/table.module.css";
import { Menu, type MenuEntry } from "#/client/ui/overlays/menu.tsx";
import { RoleTag } from "#/client/ui/people/ai-tag.tsx";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import type { ManagedParticipant } from "#/domain/admin/schema.ts";
import { mayActOn, rankOf } from "#/domain/participants/roles.ts";

export type PeopleTableProps = {
  readonly people: readonly ManagedParticipant[];
  readonly total: number;
  readonly me: { readonly id: string; readonly roles: readonly string[] };
  readonly onAct: (act: PersonAct) => void;
};

/** A table on a desk; on a phone each row is a card, with the same cells. */
export function PeopleTable(props: PeopleTableProps) {
  const clock = createViewerClock();
  return (
    <table class={`${table.table} ${css.table}`} {...clock.attributes()}>
      <thead>
        <tr>
          <th scope="col">{say("Person")}</th>
          <th scope="col">{say("Mail")}</th>
          <th scope="col">{say("Signs in with")}</th>
          <th scope="col">{say("Last seen")}</th>
          <th scope="col">
            <VisuallyHidden>{say("Actions")}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        <For each={props.people}>
          {(person) => <PersonRow person={person} me={props.me} clock={clock} onAct={props.onAct} />}
        </For>
      </tbody>
    </table>
  );
}

const rankWords = () => [say("Member"), say("Admin"), say("Owner")];
const ways = {
  get password() {
    return say("Password");
  },
  get provider() {
    return say("Provider");
  },
  get invited() {
    return say("Invited, no password yet");
  },
} as const;

function PersonRow(props: {
  readonly person: ManagedParticipant;
  readonly me: PeopleTableProps["me"];
  readonly clock: ViewerClock;
  readonly onAct: (act: PersonAct) => void;
}) {
  const rank = () => rankOf(props.person.roles);
  const seen = () => (props.person.last_seen_at ? moment(props.person.last_seen_at, props.clock) : undefined);
  const gone = () => (props.person.deactivated_at ? moment(props.person.deactivated_at, props.clock) : undefined);
  const isMe = () => props.person.id === props.me.id;
  return (
    <tr class={css.person} data-gone={gone() ? "" : undefined}>
      <th scope="row" class={css.who}>
        <span class={css.whoInside}>
          <Avatar person={personOf(props.person)} size={28} />
          <span class={css.whoWords}>
            <span class={css.whoName}>
              {props.person.display_name}
              <Show when={isMe()}>
                <span class={css.faint}>{say("you")}</span>
              </Show>
              <Show when={rank() > 0}>
                <RoleTag>{rankWords()[rank()] ?? ""}</RoleTag>
              </Show>
            </span>
            <span class={css.handle}>@{props.person.local_id}</span>
          </span>
        </span>
      </th>
      <td data-label={say("Mail")} class={css.mail}>
        {props.person.email ?? <span class={css.faint}>{say("None")}</span>}
      </td>
      <td data-label={say("Signs in with")}>
        <Show when={props.person.sign_in.length > 0} fallback={<span class={css.faint}>{say("Nothing yet")}</span>}>
          {props.person.sign_in.map((way) => ways[way]).join(", ")}
        </Show>
      </td>
      <td data-label={gone() ? say("State") : say("Last seen")}>
        <Show
          when={gone()}
          fallback={
            <span class={css.seen} {...tip(seen()?.whole)}>
              {seen()?.ago ?? say("Never")}
            </span>
          }
        >
          {(when) => (
            <span class={css.gone} {...tip(when().whole)}>
              {say("Deactivated {ago}", { ago: when().ago })}
            </span>
          )}
        </Show>
      </td>
      <td class={css.actions}>
        <Menu
          label={say("Actions for {name}", { name: props.person.display_name })}
          placement={{ side: "below", align: "end" }}
          entries={entriesFor(props.person, props.me, props.onAct)}
          trigger={(attributes) => (
            <IconButton
              label={say("Actions for {name}", { name: props.person.display_name })}
              tooltip={say("Actions")}
              {...attributes}
            >
              <Ellipsis />
            </IconButton>
          )}
        />
      </td>
    </tr>
  );
}

/** What one may not do stays in sight, with the reason. The server decides by the same rule. */
function entriesFor(
  person: ManagedParticipant,
  me: PeopleTableProps["me"],
  onAct: (act: PersonAct) => void,
): readonly MenuEntry[] {
  const isOwner = rankOf(me.roles) === 2;
  const above = mayActOn(me.roles, person.roles) ? undefined : say("Only an owner can do this to an admin or owner");
  const own = person.id === me.id ? say("This is your own account") : undefined;
  const reach = own ?? above;
  const state: MenuEntry = person.deactivated_at
    ? {
        label: say("Reactivate"),
        icon: () => <UserCheck />,
        ...blocked(reach),
        onSelect: () => onAct({ is: "reactivate", person }),
      }
    : {
        label: say("Deactivate"),
        icon: () => <UserX />,
        danger: !reach,
        ...blocked(reach),
        onSelect: () => onAct({ is: "deactivate", person }),
      };
  return [
    {
      label: say("Change role"),
      icon: () => <Shield />,
      ...blocked(isOwner ? undefined : say("Only an owner gives roles")),
      onSelect: () => onAct({ is: "roles", person }),
    },
    {
      label: say("Sign out everywhere"),
      icon: () => <LogOut />,
      ...blocked(person.deactivated_at ? say("They are signed out already") : reach),
      onSelect: () => onAct({ is: "end-sessions", person }),
    },
    "line",
    state,
  ];
}

/** The reason in sight as well: a tooltip is nothing for fingers. */
function blocked(reason: string | undefined): { disabledReason?: string; hint?: string } {
  return reason ? { disabledReason: reason, hint: reason } : {};
}
