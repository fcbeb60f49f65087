import { type JSX, Show } from "solid-js";
import { DoorPage, DoorParagraph, type DoorTenant, DoorWords } from "#/client/identity/door-page.tsx";
import { say } from "#/client/language/say.ts";

/** A mail with a link may be on its way; `children` says for whom, and never tells whether the address is known. */
export function MailSent(props: DoorTenant & { readonly children: JSX.Element }) {
  return (
    <DoorPage tenant={props.tenant} demo={props.demo} title={say("Look in your mail")}>
      <DoorWords href="/sign-in" way={say("Back to sign in")}>
        <DoorParagraph>{props.children}</DoorParagraph>
        <DoorParagraph>{say("Nothing after a few minutes? Look in the spam folder, or ask an admin.")}</DoorParagraph>
        {/* A demo sends no mail: it writes them into a folder. */}
        <Show when={props.demo}>
          <DoorParagraph>
            {say("This is a demo: without a mail server, mails are files in the folder “mail” of its data.")}
          </DoorParagraph>
        </Show>
      </DoorWords>
    </DoorPage>
  );
}
