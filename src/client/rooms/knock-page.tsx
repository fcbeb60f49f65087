import { Title } from "@solidjs/meta";
import { createSignal, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { createDeed } from "#/client/shell/deed.ts";
import css from "#/client/shell/room-foot.module.css";
import { Button, ButtonLink } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";

/**
 * The address of a room that one can't see. Whether there is one, nobody learns here: who asks is told the same either
 * way, and only the room's own people answer.
 */
export function KnockPage(props: { readonly alias: string }) {
  const deed = createDeed();
  const [reason, setReason] = createSignal("");
  const [isAsked, setAsked] = createSignal(false);

  async function ask(event: SubmitEvent) {
    event.preventDefault();
    const why = reason().trim();
    const asked = { room_alias: props.alias, ...(why ? { reason: why } : {}) };
    if (await deed.run(() => roomVerbs.knock(asked))) setAsked(true);
  }

  return (
    <main class={css.page} id="main" tabIndex={-1}>
      <Title>{say("Ask to come in")} · ScaiWave</Title>
      <Show
        when={!isAsked()}
        fallback={
          <section class={css.invitation} aria-labelledby="knock" role="status">
            <h1 class={css.title} id="knock">
              {say("Your request was sent")}
            </h1>
            <p class={css.words}>{say("When someone in the room lets you in, it appears in your list.")}</p>
            <div class={css.actions}>
              <ButtonLink href="/">{say("Back to your rooms")}</ButtonLink>
            </div>
          </section>
        }
      >
        <section class={css.invitation} aria-labelledby="knock">
          <h1 class={css.title} id="knock">
            {say("Ask to come in to “{alias}”", { alias: props.alias })}
          </h1>
          <p class={css.words}>{say("You can't open this. If it is a private room, its people can let you in.")}</p>
          <form class={css.ask} onSubmit={(event) => void ask(event)}>
            <TextField
              label={say("What should they know?")}
              placeholder={say("Optional. They see it with your name.")}
              maxLength={300}
              autocomplete="off"
              value={reason()}
              onInput={setReason}
            />
            <div class={css.actions}>
              <ButtonLink href="/">{say("Back to your rooms")}</ButtonLink>
              <Button kind="primary" type="submit" busy={deed.busy()} busyLabel={say("Asking")}>
                {say("Ask to come in")}
              </Button>
            </div>
          </form>
          <Problem text={deed.problem()} />
        </section>
      </Show>
    </main>
  );
}
