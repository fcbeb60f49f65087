import FileText from "lucide-solid/icons/file-text";
import Hash from "lucide-solid/icons/hash";
import Terminal from "lucide-solid/icons/terminal";
import Users from "lucide-solid/icons/users";
import { type JSX, Match, Switch } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { Offer } from "#/client/messages/completion-state.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { PersonRow } from "#/client/ui/people/person-row.tsx";
import css from "./composer.module.css";

type Of<Is extends Offer["is"]> = Extract<Offer, { is: Is }>;

/** One row of the list. */
export function CompletionOffer(props: { readonly offer: Offer; readonly conversation: Conversation }) {
  const of = <Is extends Offer["is"]>(is: Is) => (props.offer.is === is ? (props.offer as Of<Is>) : undefined);
  return (
    <Switch>
      <Match when={of("person")}>
        {(offer) => (
          <PersonRow
            person={props.conversation.person(offer().person.id)}
            handle={`@${offer().person.handle}`}
            note={offer().person.isMember ? undefined : say("not in this room")}
          />
        )}
      </Match>
      <Match when={of("everyone")}>
        {(offer) => (
          <Row glyph={<Users />} words="@room" note={say("everyone here, {count} people", { count: offer().count })} />
        )}
      </Match>
      <Match when={of("room")}>{(offer) => <Row glyph={<Hash />} words={offer().room.name} />}</Match>
      <Match when={of("command")}>
        {(offer) => (
          <Row
            glyph={<Terminal />}
            words={`/${offer().command.name} ${offer().command.hint}`}
            note={offer().command.summary}
            isLong
          />
        )}
      </Match>
      <Match when={of("note")}>
        {(offer) => <Row glyph={<FileText />} words={offer().title} note={offer().place} />}
      </Match>
      <Match when={of("emoji")}>
        {(offer) => <Row glyph={<span class={css.emoji}>{offer().emoji}</span>} words={offer().name} />}
      </Match>
    </Switch>
  );
}

function Row(props: {
  readonly glyph: JSX.Element;
  readonly words: string;
  readonly note?: string | undefined;
  readonly isLong?: boolean;
}) {
  return (
    <span class={css.offer} data-long={props.isLong ? "" : undefined}>
      <span class={css.glyph} aria-hidden="true">
        {props.glyph}
      </span>
      <span class={css.offered}>{props.words}</span>
      <small class={css.note}>{props.note}</small>
    </span>
  );
}
