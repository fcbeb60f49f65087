import { Title } from "@solidjs/meta";
import { HttpStatusCode } from "@solidjs/start";
import { type JSX, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "#/client/shell/room-page.module.css";
import { Button } from "#/client/ui/controls/button.tsx";
import { ErrorPage } from "#/client/ui/layout/empty-state.tsx";
import type { ErrorCode } from "#/domain/errors.ts";

/** Whether asking again may bring it. */
export function isPassing(code: ErrorCode): boolean {
  return code === "SW_UNAVAILABLE" || code === "SW_INTERNAL" || code === "SW_RATE_LIMIT_EXCEEDED";
}

export type RefusedProps = {
  readonly code: ErrorCode;
  /** Of what could not be read this time. */
  readonly failed: string;
  /** Where it can't be opened at all: what is not there and what is not for the reader are one thing. */
  readonly title?: string | undefined;
  readonly text?: string | undefined;
  readonly way: JSX.Element;
  readonly details: ErrorCode;
};

/** In the place of what was asked for: a server that is away is one thing, what can't be opened another. */
export function Refused(props: RefusedProps) {
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
                title={props.title ?? say("You can't open this")}
                text={props.text ?? say("It may be private, moved or gone.")}
                action={props.way}
                details={props.details}
              />
            </>
          }
        >
          <ErrorPage
            title={props.failed}
            text={say("Check the connection and try again.")}
            action={<Button onClick={() => location.reload()}>{say("Try again")}</Button>}
            details={props.code}
          />
        </Show>
      </div>
    </div>
  );
}
