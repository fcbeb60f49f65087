import { createSignal, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "#/client/rooms/dialogs.module.css";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";

/** Sends a link that leads one person into the room. */
export function InviteByMail(props: { readonly roomId: string; readonly title: string }) {
  const deed = createDeed();
  const [email, setEmail] = createSignal("");
  const [isWrong, setWrong] = createSignal(false);
  const [sentTo, setSentTo] = createSignal<string>();

  async function send(event: SubmitEvent) {
    event.preventDefault();
    const address = email().trim();
    const wrong = !/^[^\s@]+@[^\s@]+$/.test(address);
    setWrong(wrong);
    setSentTo(undefined);
    if (wrong || !(await deed.run(() => roomVerbs.inviteByMail({ room_id: props.roomId, email: address })))) return;
    setSentTo(address);
    setEmail("");
  }

  return (
    <form class={css.tabPanel} noValidate onSubmit={(event) => void send(event)}>
      <p class={css.words}>
        {say(
          "The mail says who invites them to {title} and holds a link for one person. Who has no account here makes one first.",
          { title: props.title },
        )}
      </p>
      <div class={css.mail}>
        <TextField
          label={say("Mail address")}
          type="email"
          autocomplete="off"
          maxLength={320}
          error={isWrong() ? say("Give a mail address, such as ana@example.org.") : undefined}
          value={email()}
          onInput={setEmail}
        />
        <Button type="submit" busy={deed.busy()} busyLabel={say("Sending")}>
          {say("Send invitation")}
        </Button>
      </div>
      <p class={css.words} role="status">
        <Show when={sentTo()}>
          {(address) => <>{say("An invitation is on its way to {address}.", { address: address() })}</>}
        </Show>
      </p>
      <Problem text={deed.problem()} />
    </form>
  );
}
