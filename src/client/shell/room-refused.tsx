import { Title } from "@solidjs/meta";
import { HttpStatusCode } from "@solidjs/start";
import { Show } from "solid-js";
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
              <Title>Not found · ScaiWave</Title>
              <HttpStatusCode code={404} />
              <ErrorPage
                title={props.lost ? `You are no longer in ${props.lost}` : "You can't open this"}
                text={props.lost ? "You can come back if someone invites you." : "It may be private, moved or gone."}
                action={<ButtonLink href="/">Back to your rooms</ButtonLink>}
                details="SW_ROOM_NOT_FOUND"
              />
            </>
          }
        >
          <ErrorPage
            title="This room didn't load"
            text="Check the connection and try again."
            action={<Button onClick={() => location.reload()}>Try again</Button>}
            details={props.code}
          />
        </Show>
      </div>
    </div>
  );
}
