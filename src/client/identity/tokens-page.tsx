import KeyRound from "lucide-solid/icons/key-round";
import { createSignal, For, Show } from "solid-js";
import css from "#/client/identity/account.module.css";
import type { Account } from "#/client/identity/account.ts";
import { moment } from "#/client/identity/moments.ts";
import { NewTokenDialog } from "#/client/identity/new-token-dialog.tsx";
import { say, sayCount } from "#/client/language/say.ts";
import { sayParts } from "#/client/language/say-parts.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { Reading, SettingGroup } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { tip } from "#/client/ui/controls/tip.ts";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import type { ErrorCode } from "#/domain/errors.ts";
import type { PersonalToken } from "#/domain/identity/schema.ts";
import { isAdmin } from "#/domain/participants/roles.ts";

export type TokensPageProps = {
  readonly tokens: { ok: true; value: readonly PersonalToken[] } | { ok: false; code: ErrorCode } | undefined;
  readonly again: () => void;
  readonly account: Account;
};

/** Tokens with which programs act as oneself. */
export function TokensPage(props: TokensPageProps) {
  const { state, toaster } = useSession();
  const [isMaking, setMaking] = createSignal(false);
  const [revoking, setRevoking] = createSignal<PersonalToken>();

  async function revoke(token: PersonalToken) {
    await props.account.revokeToken(token.id);
    setRevoking(undefined);
    toaster.show(say("“{name}” was revoked", { name: token.name }));
    props.again();
  }

  return (
    <SettingsPage title={say("Access tokens")}>
      <SettingGroup
        title={say("Your tokens")}
        help={sayParts(
          "A program that holds one acts as you, within its scopes. How to use them is in the {documentation}.",
          {
            documentation: (
              <a href="/docs" rel="external">
                {say("documentation")}
              </a>
            ),
          },
        )}
        action={
          <Button kind="primary" onClick={() => setMaking(true)}>
            {say("New token")}
          </Button>
        }
      >
        <Reading what={say("Your tokens")} from={props.tokens} again={props.again}>
          {(tokens) => (
            <Show when={tokens().length > 0} fallback={<NoTokens />}>
              <TokenList tokens={tokens()} onRevoke={setRevoking} />
            </Show>
          )}
        </Reading>
      </SettingGroup>
      <Show when={isMaking()}>
        <NewTokenDialog
          isAdmin={isAdmin(state.me.roles)}
          create={props.account.createToken}
          onMade={props.again}
          onClose={() => setMaking(false)}
        />
      </Show>
      <Show when={revoking()}>
        {(token) => (
          <DeedDialog
            title={say("Revoke “{name}”?", { name: token().name })}
            verb={say("Revoke token")}
            busyLabel={say("Revoking")}
            danger
            onClose={() => setRevoking(undefined)}
            onDo={() => revoke(token())}
          >
            <p>
              {say(
                "Whatever uses it stops working at once, open streams too. What it did stays. This can't be undone.",
              )}
            </p>
          </DeedDialog>
        )}
      </Show>
    </SettingsPage>
  );
}

function NoTokens() {
  return (
    <div class={css.empty}>
      <EmptyState
        icon={<KeyRound />}
        title={say("No tokens yet")}
        text={say("With a token a script can read and write here as you, without your password.")}
      />
    </div>
  );
}

function TokenList(props: {
  readonly tokens: readonly PersonalToken[];
  readonly onRevoke: (token: PersonalToken) => void;
}) {
  const clock = createViewerClock();
  return (
    <ul {...clock.attributes()}>
      <For each={props.tokens}>
        {(token) => {
          const used = () => (token.last_used_at ? moment(token.last_used_at, clock) : undefined);
          const made = () => moment(token.created_at, clock);
          return (
            <li class={css.item}>
              <span class={css.glyph} aria-hidden="true">
                <KeyRound />
              </span>
              <div class={css.words}>
                <p class={css.name}>
                  {token.name}
                  <For each={token.scopes}>{(scope) => <span class={css.scope}>{scope}</span>}</For>
                </p>
                <p class={css.meta}>
                  <span {...tip(used()?.whole)}>
                    {used() ? say("Last used {ago}", { ago: used()?.ago }) : say("Never used")}
                  </span>
                  {" · "}
                  <span {...tip(made().whole)}>{say("made {ago}", { ago: made().ago })}</span>
                  {" · "}
                  <Lifetime expiresAt={token.expires_at} clock={clock} />
                </p>
              </div>
              <Button
                size="small"
                aria-label={say("Revoke {name}", { name: token.name })}
                onClick={() => props.onRevoke(token)}
              >
                {say("Revoke")}
              </Button>
            </li>
          );
        }}
      </For>
    </ul>
  );
}

const daySeconds = 86_400;

function Lifetime(props: { readonly expiresAt: string | null; readonly clock: Parameters<typeof moment>[1] }) {
  const left = () => Math.floor(Date.parse(props.expiresAt ?? "") / 1000) - props.clock.now();
  const words = () => {
    if (!props.expiresAt) return say("lives until revoked");
    if (left() <= 0) return say("expired");
    const days = Math.floor(left() / daySeconds);
    if (days < 1) return say("expires today");
    return sayCount(days, "expires in {count} day", "expires in {count} days");
  };
  return (
    <span
      class={props.expiresAt && left() <= 0 ? css.late : undefined}
      {...tip(props.expiresAt ? moment(props.expiresAt, props.clock).whole : undefined)}
    >
      {words()}
    </span>
  );
}
