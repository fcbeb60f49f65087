import { say } from "#/client/language/say.ts";
import { Refused } from "#/client/shell/refused.tsx";
import { ButtonLink } from "#/client/ui/controls/button.tsx";
import type { ErrorCode } from "#/domain/errors.ts";

/** A room that is not shown; `lost` is the name of one that one was in until now, empty for any other. */
export function RoomRefused(props: { readonly code: ErrorCode; readonly lost?: string | undefined }) {
  return (
    <Refused
      code={props.code}
      failed={say("This room didn't load")}
      title={props.lost ? say("You are no longer in {lost}", { lost: props.lost }) : undefined}
      text={props.lost ? say("You can come back if someone invites you.") : undefined}
      way={<ButtonLink href="/">{say("Back to your rooms")}</ButtonLink>}
      details="SW_ROOM_NOT_FOUND"
    />
  );
}
