import { Title } from "@solidjs/meta";
import { useNavigate } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { roomHref } from "#/client/shell/places.ts";
import css from "#/client/shell/room-foot.module.css";
import { useSession } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";
import { Button, ButtonLink } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { ErrorPage } from "#/client/ui/layout/empty-state.tsx";
import type { ErrorCode } from "#/domain/errors.ts";
import type { LinkPreview } from "#/domain/rooms/schema.ts";

export type JoinPageProps = {
  readonly secret: string;
  /** What the link tells of its room, or its refusal; undefined while it is asked. */
  readonly preview?: { ok: true; value: LinkPreview } | { ok: false; code: ErrorCode } | undefined;
};

/**
 * Where an invitation link leads. A good one tells its room's name and size and who invites, and nothing else; one that is
 * no longer good, or never was, tells nothing of any room, nor does one that isn't meant for who holds it.
 */
export function JoinPage(props: JoinPageProps) {
  const [isRefused, setSpent] = createSignal(false);
  const isSpent = () => isRefused() || (props.preview?.ok === false && props.preview.code === "SW_INVITE_LINK_INVALID");
  return (
    <main class={css.page} id="main" tabIndex={-1}>
      <Title>{say("Invitation")} · ScaiWave</Title>
      <Show when={!isSpent()} fallback={<Spent />}>
        <Invited
          secret={props.secret}
          room={props.preview?.ok ? props.preview.value : undefined}
          onSpent={() => setSpent(true)}
        />
      </Show>
    </main>
  );
}

type InvitedProps = {
  readonly secret: string;
  readonly room: LinkPreview | undefined;
  readonly onSpent: () => void;
};

function Invited(props: InvitedProps) {
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
      <Show when={props.room?.icon}>
        <p class={css.roomIcon} aria-hidden="true">
          {props.room?.icon}
        </p>
      </Show>
      <h1 class={css.title} id="invitation">
        {props.room?.name
          ? say("You are invited to {room}", { room: props.room.name })
          : say("You are invited to a room")}
      </h1>
      <Show when={props.room}>
        {(room) => (
          <p class={css.invitedBy}>
            {say("{name} invites you", { name: room().invited_by })} ·{" "}
            {sayCount(room().member_count, "1 member", "{count} members")}
          </p>
        )}
      </Show>
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
      level={1}
      title={say("This invitation link doesn't work")}
      text={say("It may have expired, been used up or been revoked. Ask who sent it for a new one.")}
      action={<ButtonLink href="/">{say("Back to your rooms")}</ButtonLink>}
      details="SW_INVITE_LINK_INVALID"
    />
  );
}
