import Check from "lucide-solid/icons/check";
import { createSignal, createUniqueId, For, type JSX, onCleanup, Show, Suspense } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "#/client/shell/setting.module.css";
import { Button } from "#/client/ui/controls/button.tsx";
import { ErrorPage } from "#/client/ui/layout/empty-state.tsx";
import type { ErrorCode } from "#/domain/errors.ts";

/** Some settings that belong together, under a title. */
export function SettingGroup(props: {
  readonly title: string;
  readonly help?: JSX.Element;
  /** Beside the title: what makes a new one. */
  readonly action?: JSX.Element;
  readonly children: JSX.Element;
}) {
  const id = createUniqueId();
  return (
    <section class={css.group} aria-labelledby={id}>
      <header class={css.head}>
        <div class={css.words}>
          <h2 class={css.title} id={id}>
            {props.title}
          </h2>
          <Show when={props.help}>
            <p class={css.help}>{props.help}</p>
          </Show>
        </div>
        {props.action}
      </header>
      {props.children}
    </section>
  );
}

/** One setting: its name, a line of help, and its control at the end. */
export function Setting(props: {
  readonly label: string;
  readonly help?: JSX.Element;
  /** Says for two seconds that it was saved; see `createSaved`. */
  readonly saved?: boolean | undefined;
  readonly problem?: string | undefined;
  readonly children: JSX.Element;
}) {
  return (
    <div class={css.row}>
      <div class={css.words}>
        <p class={css.label}>{props.label}</p>
        <Show when={props.help}>
          <p class={css.help}>{props.help}</p>
        </Show>
        <Show when={props.problem}>
          <p class={css.problem} role="alert">
            {props.problem}
          </p>
        </Show>
      </div>
      <span class={css.saved} role="status">
        <Show when={props.saved}>
          <Check /> {say("Saved")}
        </Show>
      </span>
      <div class={css.control}>{props.children}</div>
    </div>
  );
}

const savedMs = 2_000;

/** “Saved” beside the control that saved, for two seconds. */
export function createSaved(): { readonly is: (what: string) => boolean; readonly say: (what: string) => void } {
  const [what, setWhat] = createSignal<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  return {
    is: (asked) => what() === asked,
    say(done) {
      clearTimeout(timer);
      setWhat(done);
      timer = setTimeout(() => setWhat(undefined), savedMs);
    },
  };
}

type Loaded<T> = { ok: true; value: T } | { ok: false; code: ErrorCode } | undefined;

/** What is read from the server: still bars while it comes, and when it does not, what to do. */
export function Reading<T>(props: {
  /** “Your sessions”: for the sentence that they didn't load. */
  readonly what: string;
  readonly from: Loaded<T>;
  readonly again: () => void;
  readonly children: (value: () => T) => JSX.Element;
}) {
  return (
    <Suspense fallback={<Bars />}>
      <Show when={props.from} fallback={<Bars />}>
        {(loaded) => (
          <Show when={answered(loaded())} fallback={<Refused what={props.what} from={loaded()} again={props.again} />}>
            {(found) => props.children(() => found().value)}
          </Show>
        )}
      </Show>
    </Suspense>
  );
}

function answered<T>(loaded: NonNullable<Loaded<T>>): { value: T } | undefined {
  return loaded.ok ? loaded : undefined;
}

function Bars() {
  return (
    <div class={css.bars} aria-busy="true" role="status" aria-label={say("Loading")}>
      <For each={[1, 2, 3]}>{() => <span class={css.bar} />}</For>
    </div>
  );
}

function Refused<T>(props: {
  readonly what: string;
  readonly from: NonNullable<Loaded<T>>;
  readonly again: () => void;
}) {
  const code = () => (props.from.ok ? "" : props.from.code);
  const isForbidden = () => code().startsWith("SW_AUTH_");
  return (
    <ErrorPage
      as="section"
      title={isForbidden() ? say("You can't see this") : say("{what} didn't load", { what: props.what })}
      text={
        isForbidden()
          ? say("Your role may have changed. An owner can give it back.")
          : say("Check the connection and try again.")
      }
      action={<Button onClick={() => props.again()}>{say("Try again")}</Button>}
      details={code()}
    />
  );
}
