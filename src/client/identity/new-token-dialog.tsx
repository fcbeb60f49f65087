import Copy from "lucide-solid/icons/copy";
import TriangleAlert from "lucide-solid/icons/triangle-alert";
import { createSignal, For, Show } from "solid-js";
import css from "#/client/identity/account.module.css";
import { say } from "#/client/language/say.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Checkbox } from "#/client/ui/controls/checkbox.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import { SelectField } from "#/client/ui/overlays/select.tsx";
import type { CreateTokenInput } from "#/domain/identity/inputs.ts";
import type { NewPersonalToken } from "#/domain/identity/schema.ts";
import { type Scope, scopes } from "#/domain/identity/scopes.ts";

const scopeWords: Record<Scope, { readonly label: string; readonly help: string }> = {
  read: {
    get label() {
      return say("Read");
    },
    get help() {
      return say("See what you see: rooms, messages and people, and listen as they change.");
    },
  },
  write: {
    get label() {
      return say("Write");
    },
    get help() {
      return say("Send, edit, react, invite, and change your rooms and your profile.");
    },
  },
  admin: {
    get label() {
      return say("Admin");
    },
    get help() {
      return say("Use the admin area, together with read or write.");
    },
  },
};

const lifetimes = [
  {
    value: "7",
    get label() {
      return say("7 days");
    },
  },
  {
    value: "30",
    get label() {
      return say("30 days");
    },
  },
  {
    value: "90",
    get label() {
      return say("90 days");
    },
  },
  {
    value: "365",
    get label() {
      return say("1 year");
    },
  },
  {
    value: "never",
    get label() {
      return say("Until it is revoked");
    },
  },
] as const;

export type NewTokenDialogProps = {
  readonly isAdmin: boolean;
  readonly create: (input: CreateTokenInput) => Promise<NewPersonalToken>;
  readonly onMade: () => void;
  readonly onClose: () => void;
};

/** First what the token may do, then the token itself: once, and kept nowhere but on this screen. */
export function NewTokenDialog(props: NewTokenDialogProps) {
  const [made, setMade] = createSignal<NewPersonalToken>();
  return (
    <Show
      when={made()}
      fallback={
        <Ask
          {...props}
          onMade={(token) => {
            setMade(token);
            props.onMade();
          }}
        />
      }
    >
      {(token) => <ShownOnce token={token()} onClose={props.onClose} />}
    </Show>
  );
}

function Ask(props: Omit<NewTokenDialogProps, "onMade"> & { readonly onMade: (token: NewPersonalToken) => void }) {
  const [name, setName] = createSignal("");
  const [chosen, setChosen] = createSignal<readonly Scope[]>(["read", "write"]);
  const [days, setDays] = createSignal<(typeof lifetimes)[number]["value"]>("90");
  const [isTold, setTold] = createSignal(false);
  const nameProblem = () => (name().trim() ? undefined : say("Write a name, so that you know it again."));
  const scopeProblem = () =>
    chosen().some((scope) => scope !== "admin") ? undefined : say("Choose what it may do: read, write or both.");
  let nameField!: HTMLInputElement;

  function create(): Promise<unknown> | undefined {
    setTold(true);
    if (nameProblem()) nameField.focus();
    if (nameProblem() || scopeProblem()) return undefined;
    const expires_in_days = days() === "never" ? null : Number(days());
    return props.create({ name: name().trim(), scopes: [...chosen()], expires_in_days }).then(props.onMade);
  }

  return (
    <DeedDialog
      title={say("New access token")}
      verb={say("Create token")}
      busyLabel={say("Creating")}
      onDo={create}
      onClose={props.onClose}
    >
      <TextField
        ref={nameField}
        label={say("Name")}
        placeholder={say("Nightly report")}
        autofocus
        maxLength={80}
        autocomplete="off"
        value={name()}
        onInput={setName}
        error={isTold() ? nameProblem() : undefined}
      />
      <fieldset class={css.scopes}>
        <legend>{say("What it may do")}</legend>
        <For each={scopes}>
          {(scope) => (
            <Checkbox
              label={scopeWords[scope].label}
              help={scopeWords[scope].help}
              checked={chosen().includes(scope)}
              disabledReason={
                scope === "admin" && !props.isAdmin ? say("Only admins and owners can give this.") : undefined
              }
              onChange={(isOn) => setChosen(scopes.filter((each) => (each === scope ? isOn : chosen().includes(each))))}
            />
          )}
        </For>
        <Show when={isTold() && scopeProblem()}>
          <p class={css.error} role="alert">
            {scopeProblem()}
          </p>
        </Show>
      </fieldset>
      <SelectField label={say("Lives for")} value={days()} options={lifetimes} onChange={setDays} />
    </DeedDialog>
  );
}

function ShownOnce(props: { readonly token: NewPersonalToken; readonly onClose: () => void }) {
  const [copied, setCopied] = createSignal<boolean>();
  const copy = async () => {
    const isDone = await navigator.clipboard?.writeText(props.token.token).then(
      () => true,
      () => false,
    );
    setCopied(isDone ?? false);
  };
  const said = () => (copied() ? say("Copied.") : say("Select it and copy it yourself: the browser doesn't allow it."));
  return (
    <Dialog
      open
      title={say("Your token “{name}”", { name: props.token.name })}
      size={560}
      onClose={props.onClose}
      actions={
        <Button kind="primary" onClick={() => props.onClose()}>
          {say("I have it")}
        </Button>
      }
    >
      <p class={css.warning}>
        <TriangleAlert />
        <span>
          {say("Copy it now: it is shown this once. Whoever holds it acts as you, so keep it like a password.")}
        </span>
      </p>
      <div class={css.secret}>
        <code data-secret="">{props.token.token}</code>
        <Button size="small" icon={<Copy />} autofocus onClick={() => void copy()}>
          {say("Copy")}
        </Button>
      </div>
      <p role="status">{copied() === undefined ? "" : said()}</p>
    </Dialog>
  );
}
