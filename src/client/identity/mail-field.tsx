import type { Door } from "#/client/identity/door-form.tsx";
import { say } from "#/client/language/say.ts";
import { TextField } from "#/client/ui/controls/text-field.tsx";

/** The mail address of a form for visitors; `first` begins there when nothing else is wrong. */
export function MailField(props: {
  readonly door: Door;
  readonly help?: string | undefined;
  readonly first?: boolean | undefined;
}) {
  return (
    <TextField
      label={say("Mail address")}
      name="email"
      type="email"
      size="large"
      autocomplete="email"
      value={props.door.kept("email")}
      required
      maxLength={320}
      help={props.help}
      autofocus={props.door.beginsIn("email", props.first)}
      error={props.door.errorOf("email")}
    />
  );
}
