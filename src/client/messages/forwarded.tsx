import { Match, Show, Switch } from "solid-js";
import { isServer } from "solid-js/web";
import { say } from "#/client/language/say.ts";
import { wholeTime } from "#/client/language/times.ts";
import { Markdown } from "#/client/markdown/Markdown.tsx";
import css from "#/client/messages/message-parts.module.css";
import { quotesOf } from "#/client/messages/quotes.ts";
import { useStage } from "#/client/messages/stage.tsx";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { roomHref } from "#/client/shell/places.ts";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import type { Message, Quote } from "#/domain/messages/message.ts";

/** The words that a message forwards, as they stand where they were said. */
export default function Forwarded(props: { readonly message: Message }) {
  const stage = useStage();
  const { session } = stage.conversation;
  const original = () => {
    if (props.message.original_removed) return null;
    return isServer ? undefined : quotesOf(session).of(props.message.room_id, props.message.id);
  };
  return (
    <figure class={css.forwarded} aria-label={say("Forwarded message")}>
      <Switch>
        <Match when={original() === undefined}>
          <p class={css.gone} aria-busy="true">
            {say("Forwarded message")}
          </p>
        </Match>
        <Match when={original() === null || original()?.redacted_at}>
          <p class={css.gone}>{say("Message unavailable")}</p>
        </Match>
        <Match when={original()}>{(told) => <Words original={told()} />}</Match>
      </Switch>
    </figure>
  );
}

function Words(props: { readonly original: Quote["original"] }) {
  const { conversation, clock, host } = useStage();
  const { state } = conversation.session;
  const author = () => conversation.person(props.original.sender_id);
  const room = () => (props.original.room_id ? state.rooms[props.original.room_id] : undefined);
  const href = () => (room() ? `${roomHref(room()!, state)}?message=${props.original.event_id}` : undefined);
  return (
    <>
      <figcaption class={css.source}>
        <Avatar person={author()} size={20} />
        <b>{author().name}</b>
        <Show when={room()}>{(from) => <span>{say("in {name}", { name: roomTitle(from(), state) })}</span>}</Show>
        <Show when={href()} fallback={<Time original={props.original} />}>
          {(link) => (
            <a href={link()}>
              <Time original={props.original} />
            </a>
          )}
        </Show>
      </figcaption>
      <div class={css.quoted}>
        <Markdown
          text={props.original.content.body ?? ""}
          handles={conversation.handles()}
          me={conversation.me}
          host={host}
          headingBase={4}
        />
      </div>
    </>
  );

  function Time(time: { readonly original: Quote["original"] }) {
    const ts = () => Math.floor(Date.parse(time.original.created_at) / 1000);
    return <time datetime={time.original.created_at}>{wholeTime(ts(), clock.zone())}</time>;
  }
}
