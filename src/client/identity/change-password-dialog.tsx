import { createSignal } from "solid-js";
import { newPasswordProblem, passwordLength, passwordRule } from "#/client/identity/door-words.ts";
import { PasswordField } from "#/client/identity/password-field.tsx";
import { UsernameForManagers } from "#/client/identity/username-for-managers.tsx";
import { say } from "#/client/language/say.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import { asSwError } from "#/client/sync/server.ts";
import type { ChangePasswordInput } from "#/domain/identity/inputs.ts";

type Problems = { readonly current?: string; readonly fresh?: string };

/** Asks for the old password too: an unlocked screen is not yet the right to take an account. */
export function ChangePasswordDialog(props: {
  readonly email: string;
  readonly change: (input: ChangePasswordInput) => Promise<unknown>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const [problems, setProblems] = createSignal<Problems>({});
  let current!: HTMLInputElement;
  let fresh!: HTMLInputElement;

  function change(): Promise<unknown> | undefined {
    const lacking = fresh.value ? newPasswordProblem(fresh.value) : say("Write the new password.");
    const found: Problems = {
      ...(current.value ? {} : { current: say("Write your password of now.") }),
      ...(lacking ? { fresh: lacking } : {}),
    };
    return show(found) ? undefined : send();
  }

  function show(found: Problems): boolean {
    setProblems(found);
    const wrong = found.current ? current : found.fresh ? fresh : undefined;
    wrong?.focus();
    return wrong !== undefined;
  }

  async function send(): Promise<void> {
    try {
      await props.change({ current_password: current.value, new_password: fresh.value });
    } catch (error) {
      const refusal = asSwError(error);
      if (refusal.code === "SW_AUTH_BAD_CREDENTIALS") show({ current: say("That is not your password.") });
      else if (refusal.code === "SW_AUTH_WEAK_PASSWORD") show({ fresh: refusal.message });
      else if (refusal.code === "SW_NOT_FOUND")
        show({ current: say("This server has no passwords: people sign in another way.") });
      else throw error;
      return;
    }
    props.onDone();
  }

  return (
    <DeedDialog
      title={say("Change your password")}
      verb={say("Change password")}
      busyLabel={say("Changing")}
      onDo={change}
      onClose={props.onClose}
    >
      <UsernameForManagers email={props.email} />
      <PasswordField
        ref={current}
        label={say("Current password")}
        autocomplete="current-password"
        autofocus
        error={problems().current}
      />
      <PasswordField
        ref={fresh}
        label={say("New password")}
        autocomplete="new-password"
        minLength={passwordLength}
        help={passwordRule()}
        error={problems().fresh}
      />
    </DeedDialog>
  );
}
