import { type JSX, Show } from "solid-js";
import { changeLook, look } from "#/client/shell/look.ts";
import { markOf, personOf, presenceOf, presenceWords } from "#/client/shell/people.ts";
import { useSession } from "#/client/shell/session.tsx";
import css from "#/client/shell/you.module.css";
import { choosePresence, signOut } from "#/client/shell/you.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { HeaderBar } from "#/client/ui/layout/header-bar.tsx";
import { Select, type SelectOption } from "#/client/ui/overlays/select.tsx";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import type { StickyPresence } from "#/domain/presence/events.ts";

const presences: readonly SelectOption<string>[] = [
  { value: "auto", label: "Automatic" },
  { value: "online", label: "Online" },
  { value: "idle", label: "Idle" },
  { value: "busy", label: "Busy" },
  { value: "appear_offline", label: "Appear offline" },
];
const themes = [
  { value: "system", label: "As this device" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;
const densities = [
  { value: "comfortable", label: "Comfortable" },
  { value: "compact", label: "Compact" },
] as const;
const contrasts = [
  { value: "normal", label: "Normal" },
  { value: "more", label: "More" },
] as const;

/** Oneself and how things look here. Everything takes effect at once. */
export function YouPage() {
  const session = useSession();
  const me = () => session.state.me;
  return (
    <main class={css.page} id="main" tabIndex={-1}>
      <HeaderBar level={1} title="You" />
      <div class={css.inside}>
        <div class={css.who}>
          <Avatar person={personOf(me())} size={64} presence={markOf(me(), session.state)} />
          <div>
            <p class={css.name}>{me().display_name}</p>
            <p class={css.handle}>
              @{me().local_id} · {me().server_name}
            </p>
          </div>
        </div>
        <h2 class={css.section}>Presence</h2>
        <Row label="How others see you" help={presenceWords(presenceOf(me().id, session.state))}>
          <Select
            label="How others see you"
            options={presences}
            value={me().sticky_presence ?? "auto"}
            onChange={(value) => void choosePresence(session, value === "auto" ? null : (value as StickyPresence))}
          />
        </Row>
        <h2 class={css.section}>Appearance, on this device</h2>
        <Row label="Theme">
          <Select label="Theme" options={themes} value={look().theme} onChange={(theme) => changeLook({ theme })} />
        </Row>
        <Row label="Density" help="Compact shows more rooms and messages at once.">
          <Select
            label="Density"
            options={densities}
            value={look().density}
            onChange={(density) => changeLook({ density })}
          />
        </Row>
        <Row label="Contrast">
          <Select
            label="Contrast"
            options={contrasts}
            value={look().contrast}
            onChange={(contrast) => changeLook({ contrast })}
          />
        </Row>
        <form
          class={css.out}
          method="post"
          action="/auth/sign-out"
          onSubmit={(event) => {
            event.preventDefault();
            void signOut(session);
          }}
        >
          <Button type="submit">Sign out</Button>
        </form>
      </div>
    </main>
  );
}

function Row(props: { readonly label: string; readonly help?: string; readonly children: JSX.Element }) {
  return (
    <div class={css.row}>
      <div class={css.words}>
        <p class={css.label}>{props.label}</p>
        <Show when={props.help}>{(help) => <p class={css.help}>{help()}</p>}</Show>
      </div>
      {props.children}
    </div>
  );
}
