import { Title } from "@solidjs/meta";
import { HttpStatusCode } from "@solidjs/start";
import { Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "#/client/shell/room-page.module.css";
import { Button, ButtonLink } from "#/client/ui/controls/button.tsx";
import { ErrorPage } from "#/client/ui/layout/empty-state.tsx";
import type { ErrorCode } from "#/domain/errors.ts";

/** Whether asking again may bring it. */
export function isPassing(code: ErrorCode): boolean {
  return code === "SW_UNAVAILABLE" || code === "SW_INTERNAL" || code === "SW_RATE_LIMIT_EXCEEDED";
}

/** A note that is not there and one that is not for the reader are one thing; a server that is away is another. */
export function NoteRefused(props: { readonly code: ErrorCode; readonly backHref: string }) {
  return (
    <div class={css.room}>
      <div class={css.centre} id="main" tabIndex={-1}>
        <Show
          when={isPassing(props.code)}
          fallback={
            <>
              <Title>{say("Not found")} · ScaiWave</Title>
              <HttpStatusCode code={404} />
              <ErrorPage
                title={say("You can't open this")}
                text={say("It may be private, moved or gone.")}
                action={<ButtonLink href={props.backHref}>{say("Back to your notes")}</ButtonLink>}
                details="SW_NOTE_NOT_FOUND"
              />
            </>
          }
        >
          <ErrorPage
            title={say("This note didn't load")}
            text={say("Check the connection and try again.")}
            action={<Button onClick={() => location.reload()}>{say("Try again")}</Button>}
            details={props.code}
          />
        </Show>
      </div>
    </div>
  );
}
