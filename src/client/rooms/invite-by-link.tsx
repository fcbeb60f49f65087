import { createSignal, For, onMount, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "#/client/rooms/dialogs.module.css";
import { bounds, expiries, isGood, linkWords } from "#/client/rooms/invite-link-words.ts";
import { whyNot } from "#/client/rooms/rights.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { SelectField } from "#/client/ui/overlays/select.tsx";
import type { InviteLink } from "#/domain/rooms/schema.ts";

/** Makes links that lead into the room, and takes them back. A link's address is shown once: the server keeps no copy. */
export function InviteByLink(props: { readonly roomId: string }) {
  const { state, toaster } = useSession();
  const making = createDeed();
  const revoking = createDeed();
  const reading = createDeed();
  const [expiry, setExpiry] = createSignal<(typeof expiries)[number]["value"]>("168");
  const [bound, setBound] = createSignal<(typeof bounds)[number]["value"]>("any");
  const [address, setAddress] = createSignal<string>();
  const [links, setLinks] = createSignal<readonly InviteLink[]>([]);
  const whyNotRevoke = (link: InviteLink) => {
    const view = state.views[props.roomId];
    return link.created_by === state.me.id || !view ? undefined : whyNot(view, "kick");
  };
  const good = () => links().filter((link) => isGood(link, Date.now()));
  const read = () => reading.run(async () => setLinks(await roomVerbs.links(props.roomId)));
  onMount(() => void read());

  async function make() {
    await making.run(async () => {
      const made = await roomVerbs.makeLink({
        room_id: props.roomId,
        expires_in_hours: expiry() === "never" ? null : Number(expiry()),
        max_uses: bound() === "any" ? null : Number(bound()),
      });
      setAddress(made.url);
    });
    await read();
  }

  async function revoke(link: InviteLink) {
    if (!(await revoking.run(() => roomVerbs.revokeLink({ room_id: props.roomId, link_id: link.id }), link.id))) return;
    setAddress(undefined);
    toaster.show(say("The link was revoked. It lets nobody in any more"));
    await read();
  }

  const copy = (text: string) => void navigator.clipboard?.writeText(text).then(() => toaster.show(say("Link copied")));

  return (
    <>
      <p class={css.words}>{say("Whoever has the link and an account here can join, except people who are banned.")}</p>
      <div class={css.linkForm}>
        <SelectField label={say("Works for")} options={expiries} value={expiry()} onChange={setExpiry} />
        <SelectField label={say("Lets in")} options={bounds} value={bound()} onChange={setBound} />
        <Button busy={making.busy()} busyLabel={say("Making")} onClick={() => void make()}>
          {say("Make a link")}
        </Button>
      </div>
      <Show when={address()}>
        {(made) => (
          <div>
            <div class={css.secret}>
              <TextField
                label={say("Your new link")}
                readOnly
                value={made()}
                onFocus={(event) => event.currentTarget.select()}
              />
              <Button onClick={() => copy(made())}>{say("Copy link")}</Button>
            </div>
            <p class={css.choiceHelp}>{say("Copy it now: it is not shown again.")}</p>
          </div>
        )}
      </Show>
      <Show when={good().length > 0}>
        <section aria-label={say("Links that work now")}>
          <h3 class={css.keysTitle}>{say("Links that work now")}</h3>
          <ul>
            <For each={good()}>
              {(link) => (
                <li class={css.link}>
                  <span>
                    <span class={css.roomName}>
                      {say("By {name}", {
                        name: state.participants[link.created_by]?.display_name ?? say("someone who left"),
                      })}
                    </span>
                    <span class={css.roomMeta}>{linkWords(link)}</span>
                  </span>
                  <Button
                    kind="quiet"
                    size="small"
                    busy={revoking.busy(link.id)}
                    busyLabel={say("Revoking")}
                    disabledReason={whyNotRevoke(link)}
                    onClick={() => void revoke(link)}
                  >
                    {say("Revoke")}
                  </Button>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
      <Problem text={making.problem() ?? revoking.problem() ?? reading.problem()} />
    </>
  );
}
