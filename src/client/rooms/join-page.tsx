import { Title } from "@solidjs/meta";
import { useNavigate } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { roomHref } from "#/client/shell/places.ts";
import css from "#/client/shell/room-foot.module.css";
import { useSession } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";
import { Button, ButtonLink } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { ErrorPage } from "#/client/ui/layout/empty-state.tsx";

/**
 * Where an invitation link leads. Which room it is, one learns by coming in: a link that is no longer good, or never was,
 * tells nothing of any room, nor does one that isn't meant for who holds it.
 */
export function JoinPage(props: { readonly secret: string }) {
  const [isSpent, setSpent] = createSignal(false);
  return (
    <main class={css.page} id="main" tabIndex={-1}>
      <Title>{say("Invitation · ScaiWave")}</Title>
      <Show when={!isSpent()} fallback={<Spent />}>
        <Invited secret={props.secret} onSpent={() => setSpent(true)} />
      </Show>
    </main>
  );
}

function Invited(props: { readonly secret: string; readonly onSpent: () => void }) {
  const { state } = useSession();
  const navigate = useNavigate();
  const deed = createDeed();

  async function join() {
    try {
      const room = await roomVerbs.joinByLink(props.secret);
      navigate(roomHref(room, state), { replace: true });
    } catch (error) {
      if (asSwError(error).code !== "SW_INVITE_LINK_INVALID") throw error;
      props.onSpent();
    }
  }

  return (
    <section class={css.invitation} aria-labelledby="invitation">
      <h1 class={css.title} id="invitation">
        {say("You are invited to a room")}
      </h1>
      <p class={css.words}>
        {say("Join it to read and write there as {name}. Everyone in it will see that you came in.", {
          name: state.me.display_name,
        })}
      </p>
      <div class={css.actions}>
        <ButtonLink href="/">{say("Not now")}</ButtonLink>
        <Button kind="primary" busy={deed.busy()} busyLabel={say("Joining")} onClick={() => void deed.run(join)}>
          {say("Join the room")}
        </Button>
      </div>
      <Problem text={deed.problem()} />
    </section>
  );
}

function Spent() {
  return (
    <ErrorPage
      as="section"
      title={say("This invitation link doesn't work")}
      text={say("It may have expired, been used up or been revoked. Ask who sent it for a new one.")}
      action={<ButtonLink href="/">{say("Back to your rooms")}</ButtonLink>}
      details="SW_INVITE_LINK_INVALID"
    />
  );
}
