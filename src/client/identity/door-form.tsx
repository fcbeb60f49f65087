import { createSignal, type JSX, onCleanup, onMount } from "solid-js";
import css from "#/client/identity/door.module.css";
import { doorProblem, missingIn } from "#/client/identity/door-words.ts";
import { Button } from "#/client/ui/controls/button.tsx";

export type Door = ReturnType<typeof createDoor>;

/** What the server hands back after a refusal, through the address: so it also works without scripts. */
export type Kept = Partial<Record<"email" | "display_name" | "local_id", string>>;

/**
 * The server hands no login back, because addresses are logged on their way and a password is typed there now and then.
 * This tab keeps it until the page with the refusal has it again.
 */
const loginKey = "scaiwave.login";

/**
 * A plain form that also works without scripts. With them it says what is missing before it leaves, and after a refusal
 * has again what was written.
 */
export function createDoor(
  action: string,
  error: () => string | undefined,
  kept: () => Kept | undefined = () => undefined,
) {
  const [missing, setMissing] = createSignal<Record<string, string>>({});
  const [answered, setAnswered] = createSignal(true);
  const [busy, setBusy] = createSignal(false);
  const told = () => (answered() ? doorProblem(error()) : undefined);

  function leave(event: SubmitEvent & { currentTarget: HTMLFormElement }) {
    const form = event.currentTarget;
    const entries = [...new FormData(form)].map(([name, value]) => [name, String(value)] as const);
    const values = Object.fromEntries(entries);
    const found = missingIn(values);
    setMissing(found);
    const first = entries.find(([name]) => name in found)?.[0];
    if (first || busy()) {
      event.preventDefault();
      setAnswered(false);
      if (first) focusField(form, first);
      return;
    }
    keepLogin(values.login);
    setBusy(true);
  }

  return {
    action,
    busy,
    leave,
    kept: (field: keyof Kept) => kept()?.[field],
    errorOf: (field: string) => missing()[field] ?? (told()?.field === field ? told()?.text : undefined),
    /** About no field in particular. */
    problem: () => (told()?.field === undefined ? told()?.text : undefined),
    /** Whether the page begins in this field: the wrong one, else the first. */
    beginsIn: (field: string, isFirst = false) => {
      const wrong = doorProblem(error())?.field;
      return wrong === undefined ? isFirst : wrong === field;
    },
    settle(form: HTMLFormElement) {
      // Ours say what to do next, in the page's own words.
      form.noValidate = true;
      if (error()) restoreLogin(form);
      const back = () => setBusy(false);
      window.addEventListener("pageshow", back);
      onCleanup(() => window.removeEventListener("pageshow", back));
    },
  };
}

export function DoorForm(props: {
  readonly door: Door;
  readonly label: string;
  readonly verb: string;
  readonly busyLabel: string;
  readonly children: JSX.Element;
}) {
  let form!: HTMLFormElement;
  onMount(() => props.door.settle(form));
  return (
    <form
      ref={form}
      class={css.form}
      method="post"
      action={props.door.action}
      aria-label={props.label}
      onSubmit={(event) => props.door.leave(event)}
    >
      {props.children}
      <div class={css.submit}>
        <Button type="submit" kind="primary" busy={props.door.busy()} busyLabel={props.busyLabel}>
          {props.verb}
        </Button>
      </div>
    </form>
  );
}

function focusField(form: HTMLFormElement, name: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLElement) field.focus();
}

function keepLogin(login: string | undefined): void {
  if (login === undefined) return;
  try {
    sessionStorage.setItem(loginKey, login);
  } catch {
    // A browser that keeps nothing: it is then written again.
  }
}

function restoreLogin(form: HTMLFormElement): void {
  const field = form.elements.namedItem("login");
  if (!(field instanceof HTMLInputElement)) return;
  try {
    field.value ||= sessionStorage.getItem(loginKey) ?? "";
    sessionStorage.removeItem(loginKey);
  } catch {
    // Nothing was kept.
  }
}
