import { createSignal } from "solid-js";
import { mailProblem, shortNameOf, shortNameProblem } from "#/client/identity/door-words.ts";
import { say } from "#/client/language/say.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import { asSwError } from "#/client/sync/server.ts";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import type { InviteParticipantInput } from "#/domain/admin/inputs.ts";

type Field = "email" | "display_name" | "local_id";
type Problems = Partial<Record<Field, string>>;

/** Makes an account and sends a link with which its owner chooses a password. */
export function InviteDialog(props: {
  readonly invite: (input: InviteParticipantInput) => Promise<unknown>;
  readonly onClose: () => void;
  readonly onInvited: (email: string) => void;
}) {
  const [values, setValues] = createSignal<Record<Field, string>>({ email: "", display_name: "", local_id: "" });
  const [isOwn, setOwn] = createSignal(false);
  const [problems, setProblems] = createSignal<Problems>({});
  const fields: Partial<Record<Field, HTMLInputElement>> = {};
  const set = (field: Field, value: string) => setValues({ ...values(), [field]: value });

  function missing(): Problems {
    const { email, display_name, local_id } = values();
    const said: [Field, string | undefined][] = [
      ["email", mailProblem(email)],
      ["display_name", display_name.trim() ? undefined : say("Write their name.")],
      ["local_id", shortNameProblem(local_id)],
    ];
    return Object.fromEntries(said.filter(([, text]) => text));
  }

  function tell(found: Problems): boolean {
    setProblems(found);
    const first = Object.keys(found)[0] as Field | undefined;
    if (first) fields[first]?.focus();
    return first !== undefined;
  }

  async function send(): Promise<void> {
    const { email, display_name, local_id } = values();
    try {
      await props.invite({ email: email.trim(), display_name: display_name.trim(), local_id });
    } catch (error) {
      const refusal = asSwError(error);
      if (refusal.code === "SW_EMAIL_TAKEN") tell({ email: say("Someone here has this mail address already.") });
      else if (refusal.code === "SW_NAME_TAKEN")
        tell({ local_id: say("Someone here has this short name. Choose another.") });
      else throw error;
      return;
    }
    props.onInvited(email.trim());
  }

  return (
    <DeedDialog
      title={say("Invite someone")}
      verb={say("Send invitation")}
      busyLabel={say("Sending")}
      onClose={props.onClose}
      onDo={() => (tell(missing()) ? undefined : send())}
    >
      <TextField
        ref={(element) => {
          fields.email = element;
        }}
        label={say("Mail address")}
        type="email"
        autocomplete="off"
        maxLength={320}
        autofocus
        help={say("A link goes there. It works once, for a week.")}
        value={values().email}
        onInput={(value) => set("email", value)}
        error={problems().email}
      />
      <TextField
        ref={(element) => {
          fields.display_name = element;
        }}
        label={say("Name")}
        autocomplete="off"
        maxLength={80}
        value={values().display_name}
        onInput={(display_name) =>
          setValues({
            ...values(),
            display_name,
            local_id: isOwn() ? values().local_id : shortNameOf(display_name),
          })
        }
        error={problems().display_name}
      />
      <TextField
        ref={(element) => {
          fields.local_id = element;
        }}
        label={say("Short name")}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={64}
        help={say("How others mention them. Lower-case letters, digits, dots and dashes.")}
        value={values().local_id}
        onInput={(value) => {
          setOwn(true);
          set("local_id", value);
        }}
        error={problems().local_id}
      />
    </DeedDialog>
  );
}
