import { say } from "#/client/language/say.ts";
import { VisuallyHidden } from "#/client/ui/controls/visually-hidden.tsx";

/** Password managers keep a new password under the name that stands beside it. It has no `name`, so it is not sent. */
export function UsernameForManagers(props: { readonly email: string }) {
  return (
    <VisuallyHidden>
      <input
        type="text"
        autocomplete="username"
        value={props.email}
        readOnly
        tabIndex={-1}
        aria-label={say("Account")}
      />
    </VisuallyHidden>
  );
}
