import { Title } from "@solidjs/meta";
import { HttpStatusCode } from "@solidjs/start";
import { Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "#/client/shell/room-page.module.css";
import { Button, ButtonLink } from "#/client/ui/controls/button.tsx";
import { ErrorPage } from "#/client/ui/layout/empty-state.tsx";
import type { ErrorCode } from "#/domain/errors.ts";

/** What can't be reached is one thing, what can't be opened another; and of the latter nobody learns which. */
export function RoomRefused(props: { readonly code: ErrorCode; readonly lost?: string | undefined }) {
  const passing = () => props.code === "SW_UNAVAILABLE" || props.code === "SW_INTERNAL";
  return (
    <div class={css.room}>
      <div class={css.centre} id="main" tabIndex={-1}>
        <Show
          when={passing()}
          fallback={
            <>
              <Title>{say("Not found")} · ScaiWave</Title>
              <HttpStatusCode code={404} />
              <ErrorPage
                title={
                  props.lost ? say("You are no longer in {lost}", { lost: props.lost }) : say("You can't open this")
                }
                text={
                  props.lost
                    ? say("You can come back if someone invites you.")
                    : say("It may be private, moved or gone.")
                }
                action={<ButtonLink href="/">{say("Back to your rooms")}</ButtonLink>}
                details="SW_ROOM_NOT_FOUND"
              />
            </>
          }
        >
          <ErrorPage
            title={say("This room didn't load")}
            text={say("Check the connection and try again.")}
            action={<Button onClick={() => location.reload()}>{say("Try again")}</Button>}
            details={props.code}
          />
        </Show>
      </div>
    </div>
  );
}
