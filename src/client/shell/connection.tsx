import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { say } from "#/client/language/say.ts";
import { actionLabels, type ChipWords, chipWords, newVersionWords } from "#/client/shell/connection-words.ts";
import { hasNewVersion } from "#/client/shell/new-version.ts";
import { useSession } from "#/client/shell/session.tsx";
import { ConnectionChip } from "#/client/ui/layout/connection-chip.tsx";

const backMs = 2_000;

/** The one place that tells how the line to the server is. */
export function Connection() {
  const session = useSession();
  const [now, setNow] = createSignal(0);
  const [back, setBack] = createSignal(false);
  const [isOld, setOld] = createSignal(false);
  const words = (): ChipWords | undefined =>
    chipWords(session.connection(), session.waiting().count, now()) ?? (isOld() ? newVersionWords : undefined);

  // A server that was away may have come back as another build.
  createEffect(
    on(
      () => session.connection().is,
      (is, before) => {
        if (is === "online" && before !== undefined && before !== "online") void hasNewVersion().then(setOld);
      },
    ),
  );

  createEffect(() => {
    if (session.connection().is === "online") return;
    setNow(Date.now());
    const clock = setInterval(() => setNow(Date.now()), 500);
    onCleanup(() => clearInterval(clock));
  });
  createEffect(
    on(words, (told, before) => {
      setBack(before !== undefined && told === undefined && session.connection().is === "online");
      if (!back()) return;
      const timer = setTimeout(() => setBack(false), backMs);
      onCleanup(() => clearTimeout(timer));
    }),
  );

  function act(action: NonNullable<ChipWords["action"]>) {
    if (action === "Try now") session.tryNow();
    else if (action === "Reload") location.reload();
    else location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  }

  return (
    <ConnectionChip
      state={words()?.state ?? (back() ? "back" : undefined)}
      text={words()?.text ?? (back() ? say("Online") : undefined)}
      action={
        words()?.action ? { label: actionLabels[words()!.action!], onClick: () => act(words()!.action!) } : undefined
      }
    />
  );
}
