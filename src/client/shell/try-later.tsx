import Hourglass from "lucide-solid/icons/hourglass";
import { createSignal, onCleanup, onMount } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { OverviewLater } from "#/client/shell/overview-refused.ts";
import { toldError } from "#/client/sync/api.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";

/** In place of a page that the server gives later: it says why and when, and tries again then. */
export default function TryLater(props: OverviewLater & { readonly onTry: () => void }) {
  const [left, setLeft] = createSignal(props.later.seconds);
  onMount(() => {
    const clock = setInterval(() => {
      setLeft(left() - 1);
      if (left() > 0) return;
      clearInterval(clock);
      props.onTry();
    }, 1_000);
    onCleanup(() => clearInterval(clock));
  });
  return (
    <main id="main" tabIndex={-1}>
      <EmptyState
        icon={<Hourglass />}
        title={toldError(props.later.code).message}
        text={say("This page tries again in {seconds} s.", { seconds: Math.max(0, left()) })}
        action={<Button onClick={() => props.onTry()}>{say("Try now")}</Button>}
      />
    </main>
  );
}
