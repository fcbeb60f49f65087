import { createSignal, For, Match, Switch } from "solid-js";
import css from "#/client/admin/admin.module.css";
import type { Admin } from "#/client/admin/admin.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
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
          title={`Sign ${name()} out everywhere?`}
          verb="Sign out"
          busyLabel="Signing out"
          danger
          onClose={props.onClose}
          onDo={() => props.admin.endSessions(id()).then(() => props.onDone(`${name()} was signed out everywhere`))}
        >
          <p>
            Every browser and program of theirs stops within seconds, and their access tokens are revoked. They can sign
            in again at once.
          </p>
        </DeedDialog>
      </Match>
      <Match when={props.act.is === "deactivate"}>
        <DeedDialog
          title={`Deactivate ${name()}?`}
          verb="Deactivate"
          busyLabel="Deactivating"
          danger
          onClose={props.onClose}
          onDo={() => props.admin.deactivate(id()).then(() => props.onDone(`${name()} was deactivated`))}
        >
          <p>
            They are signed out everywhere within seconds and can't sign in again. Their access tokens are revoked. What
            they wrote stays, and you can reactivate them at any time.
          </p>
        </DeedDialog>
      </Match>
      <Match when={props.act.is === "reactivate"}>
        <DeedDialog
          title={`Reactivate ${name()}?`}
          verb="Reactivate"
          busyLabel="Reactivating"
          onClose={props.onClose}
          onDo={() => props.admin.reactivate(id()).then(() => props.onDone(`${name()} can sign in again`))}
        >
          <p>They can sign in again as before and find their rooms. Their old access tokens stay revoked.</p>
        </DeedDialog>
      </Match>
    </Switch>
  );
}

const choices: readonly { readonly label: string; readonly help: string; readonly roles: readonly TenantRole[] }[] = [
  { label: "Member", help: "Uses workspaces and rooms. No admin area.", roles: [] },
  {
    label: "Admin",
    help: "Invites, deactivates and signs out members; reads the audit log; changes settings.",
    roles: ["admin"],
  },
  {
    label: "Owner",
    help: "Also gives and takes roles, and acts on admins. A server keeps at least one.",
    roles: ["owner"],
  },
];

function RoleDialog(props: PersonDialogProps) {
  const [rank, setRank] = createSignal<number>(rankOf(props.act.person.roles));
  const save = async () => {
    const chosen = choices[rank()];
    if (!chosen) return;
    await props.admin.setRoles({ participant_id: props.act.person.id, roles: [...chosen.roles] });
    const article = rank() === 0 ? "a" : "an";
    props.onDone(`${props.act.person.display_name} is ${article} ${chosen.label.toLowerCase()} now`);
  };
  return (
    <DeedDialog
      title={`Role of ${props.act.person.display_name}`}
      verb="Change role"
      busyLabel="Changing"
      onClose={props.onClose}
      onDo={save}
    >
      <fieldset class={css.choices} aria-label="Role">
        <For each={choices}>
          {(choice, index) => (
            <label class={css.choice}>
              <input type="radio" name="role" checked={rank() === index()} onChange={() => setRank(index())} />
              <span class={css.choiceName}>{choice.label}</span>
              <span class={css.choiceHelp}>{choice.help}</span>
            </label>
          )}
        </For>
      </fieldset>
    </DeedDialog>
  );
}
