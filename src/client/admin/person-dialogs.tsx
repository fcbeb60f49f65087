import { createSignal, For, Match, Switch } from "solid-js";
import type { Admin } from "#/client/admin/admin.ts";
import { say } from "#/client/language/say.ts";
import css from "#/client/rooms/dialogs.module.css";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import { ChoiceCard } from "#/client/ui/controls/choice-card.tsx";
import type { ManagedParticipant } from "#/domain/admin/schema.ts";
import { rankOf, type TenantRole } from "#/domain/participants/roles.ts";

/** What an admin is about to do to whom. */
export type PersonAct = {
  readonly is: "roles" | "end-sessions" | "deactivate" | "reactivate";
  readonly person: ManagedParticipant;
};

type PersonDialogProps = {
  readonly act: PersonAct;
  readonly admin: Admin;
  readonly onClose: () => void;
  readonly onDone: (said: string) => void;
};

/** Each says what happens to the person, and what stays. */
export function PersonDialog(props: PersonDialogProps) {
  const name = () => props.act.person.display_name;
  const id = () => props.act.person.id;
  return (
    <Switch>
      <Match when={props.act.is === "roles"}>
        <RoleDialog {...props} />
      </Match>
      <Match when={props.act.is === "end-sessions"}>
        <DeedDialog
          title={say("Sign {name} out everywhere?", { name: name() })}
          verb={say("Sign out")}
          busyLabel={say("Signing out")}
          danger
          onClose={props.onClose}
          onDo={() =>
            props.admin
              .endSessions(id())
              .then(() => props.onDone(say("{name} was signed out everywhere", { name: name() })))
          }
        >
          <p>
            {say(
              "Every browser and program of theirs stops within seconds, and their access tokens are revoked. They can sign in again at once.",
            )}
          </p>
        </DeedDialog>
      </Match>
      <Match when={props.act.is === "deactivate"}>
        <DeedDialog
          title={say("Deactivate {name}?", { name: name() })}
          verb={say("Deactivate")}
          busyLabel={say("Deactivating")}
          danger
          onClose={props.onClose}
          onDo={() =>
            props.admin.deactivate(id()).then(() => props.onDone(say("{name} was deactivated", { name: name() })))
          }
        >
          <p>
            {say(
              "They are signed out everywhere within seconds and can't sign in again. Their access tokens are revoked. What they wrote stays, and you can reactivate them at any time.",
            )}
          </p>
        </DeedDialog>
      </Match>
      <Match when={props.act.is === "reactivate"}>
        <DeedDialog
          title={say("Reactivate {name}?", { name: name() })}
          verb={say("Reactivate")}
          busyLabel={say("Reactivating")}
          onClose={props.onClose}
          onDo={() =>
            props.admin.reactivate(id()).then(() => props.onDone(say("{name} can sign in again", { name: name() })))
          }
        >
          <p>{say("They can sign in again as before and find their rooms. Their old access tokens stay revoked.")}</p>
        </DeedDialog>
      </Match>
    </Switch>
  );
}

const choices: readonly { readonly label: string; readonly help: string; readonly roles: readonly TenantRole[] }[] = [
  {
    get label() {
      return say("Member");
    },
    get help() {
      return say("Uses workspaces and rooms. No admin area.");
    },
    roles: [],
  },
  {
    get label() {
      return say("Admin");
    },
    get help() {
      return say("Invites, deactivates and signs out members; reads the audit log; changes settings.");
    },
    roles: ["admin"],
  },
  {
    get label() {
      return say("Owner");
    },
    get help() {
      return say("Also gives and takes roles, and acts on admins. A server keeps at least one.");
    },
    roles: ["owner"],
  },
];

function RoleDialog(props: PersonDialogProps) {
  const [rank, setRank] = createSignal<number>(rankOf(props.act.person.roles));
  const save = async () => {
    const chosen = choices[rank()];
    if (!chosen) return;
    await props.admin.setRoles({ participant_id: props.act.person.id, roles: [...chosen.roles] });
    const { display_name: name } = props.act.person;
    const told = [
      say("{name} is a member now", { name }),
      say("{name} is an admin now", { name }),
      say("{name} is an owner now", { name }),
    ];
    props.onDone(told[rank()] ?? "");
  };
  return (
    <DeedDialog
      title={say("Role of {name}", { name: props.act.person.display_name })}
      verb={say("Change role")}
      busyLabel={say("Changing")}
      onClose={props.onClose}
      onDo={save}
    >
      <fieldset class={css.choices} aria-label={say("Role")}>
        <For each={choices}>
          {(choice, index) => (
            <ChoiceCard
              name="role"
              checked={rank() === index()}
              onChoose={() => setRank(index())}
              label={choice.label}
              help={choice.help}
            />
          )}
        </For>
      </fieldset>
    </DeedDialog>
  );
}
