import { say } from "#/client/language/say.ts";
import { Refused } from "#/client/shell/refused.tsx";
import { ButtonLink } from "#/client/ui/controls/button.tsx";
import type { ErrorCode } from "#/domain/errors.ts";

/** A note that is not shown. */
export function NoteRefused(props: { readonly code: ErrorCode; readonly backHref: string }) {
  return (
    <Refused
      code={props.code}
      failed={say("This note didn't load")}
      way={<ButtonLink href={props.backHref}>{say("Back to your notes")}</ButtonLink>}
      details="SW_NOTE_NOT_FOUND"
    />
  );
}
