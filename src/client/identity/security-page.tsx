import Laptop from "lucide-solid/icons/laptop";
import Smartphone from "lucide-solid/icons/smartphone";
import Terminal from "lucide-solid/icons/terminal";
import { createSignal, For, Match, Show, Switch } from "solid-js";
import css from "#/client/identity/account.module.css";
import type { Account } from "#/client/identity/account.ts";
import { ChangePasswordDialog } from "#/client/identity/change-password-dialog.tsx";
import { deviceOf } from "#/client/identity/device-words.ts";
import { moment } from "#/client/identity/moments.ts";
import { say, sayCount } from "#/client/language/say.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { Reading, Setting, SettingGroup } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { tip } from "#/client/ui/controls/tip.ts";
import type { ErrorCode } from "#/domain/errors.ts";
import type { Session } from "#/domain/identity/schema.ts";

export type SecurityPageProps = {
  readonly sessions: { ok: true; value: readonly Session[] } | { ok: false; code: ErrorCode } | undefined;
  /** Reads the sessions anew. */
  readonly again: () => void;
  readonly account: Account;
};

/** The password, and every place where one is signed in. */
export function SecurityPage(props: SecurityPageProps) {
  const { toaster, state } = useSession();
  const [open, setOpen] = createSignal<"password" | "others">();
  const all = () => (props.sessions?.ok ? props.sessions.value : []);
  const others = () => all().filter(({ current }) => !current);

  function closed(said: string) {
    setOpen(undefined);
    toaster.show(said);
    props.again();
  }

  return (
    <SettingsPage title={say("Security")}>
      <SettingGroup title={say("Password")}>
        <Setting label={say("Change your password")} help={say("Signs you out everywhere else.")}>
          <Button onClick={() => setOpen("password")}>{say("Change password")}</Button>
        </Setting>
      </SettingGroup>
      <SettingGroup
        title={say("Where you are signed in")}
        help={say("Browsers, and programs that signed in as you. End those you don't know, then change your password.")}
      >
        <Reading what={say("Your sessions")} from={props.sessions} again={props.again}>
          {(sessions) => (
            <>
              <SessionList sessions={sessions()} account={props.account} onEnded={props.again} />
              <div class={css.after}>
                <Button
                  disabledReason={others().length === 0 ? say("You are signed in here alone") : undefined}
                  onClick={() => setOpen("others")}
                >
                  {say("Sign out everywhere else")}
                </Button>
              </div>
            </>
          )}
        </Reading>
      </SettingGroup>
      <Switch>
        <Match when={open() === "password"}>
          <ChangePasswordDialog
            email={state.me.email ?? state.me.local_id}
            change={props.account.changePassword}
            onClose={() => setOpen(undefined)}
            onDone={() => closed(say("Password changed. {signedOut}", { signedOut: signedOut(others().length) }))}
          />
        </Match>
        <Match when={open() === "others"}>
          <DeedDialog
            title={sayCount(others().length, "Sign out {count} other session?", "Sign out {count} other sessions?")}
            verb={say("Sign out the others")}
            busyLabel={say("Signing out")}
            danger
            onClose={() => setOpen(undefined)}
            onDo={async () => {
              const count = others().length;
              await props.account.endOtherSessions();
              closed(signedOut(count));
            }}
          >
            <p>
              {say(
                "Each stops within seconds and has to sign in again. Words written there and not sent are lost. You stay signed in here, and your access tokens keep working.",
              )}
            </p>
          </DeedDialog>
        </Match>
      </Switch>
    </SettingsPage>
  );
}

function signedOut(count: number): string {
  if (count === 0) return say("You were signed in here alone.");
  return sayCount(count, "{count} other session was signed out.", "{count} other sessions were signed out.");
}

function SessionList(props: {
  readonly sessions: readonly Session[];
  readonly account: Account;
  readonly onEnded: () => void;
}) {
  const clock = createViewerClock();
  const deed = createDeed();
  const end = async (session: Session) => {
    if (await deed.run(() => props.account.endSession(session.id), session.id)) props.onEnded();
  };
  return (
    <>
      <ul class={css.list} {...clock.attributes()}>
        <For each={props.sessions}>
          {(session) => {
            const device = deviceOf(session.user_agent, session.kind);
            const used = () => moment(session.last_used_at ?? session.created_at, clock);
            const began = () => moment(session.created_at, clock);
            return (
              <li class={css.item}>
                <span class={css.glyph} aria-hidden="true">
                  <Switch fallback={<Laptop />}>
                    <Match when={device.kind === "phone"}>
                      <Smartphone />
                    </Match>
                    <Match when={device.kind === "program"}>
                      <Terminal />
                    </Match>
                  </Switch>
                </span>
                <div class={css.words}>
                  <p class={css.name}>
                    {device.name}
                    <Show when={session.current}>
                      <span class={css.here}>{say("This device")}</span>
                    </Show>
                  </p>
                  <p class={css.meta}>
                    <span {...tip(used().whole)}>
                      {session.current ? say("In use now") : say("Last used {ago}", { ago: used().ago })}
                    </span>
                    {" · "}
                    <span {...tip(began().whole)}>{say("signed in {ago}", { ago: began().ago })}</span>
                  </p>
                </div>
                <Show when={!session.current}>
                  <Button
                    size="small"
                    busy={deed.busy(session.id)}
                    busyLabel={say("Ending")}
                    aria-label={say("End {name}, last used {ago}", { name: device.name, ago: used().ago })}
                    onClick={() => void end(session)}
                  >
                    {say("End")}
                  </Button>
                </Show>
              </li>
            );
          }}
        </For>
      </ul>
      <Problem text={deed.problem()} />
    </>
  );
}
