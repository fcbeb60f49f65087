import { createAsync, useLocation } from "@solidjs/router";
import { type JSX, lazy, Show, untrack } from "solid-js";
import { Frame } from "#/client/shell/frame.tsx";
import { LayersProvider } from "#/client/shell/layers.tsx";
import { SessionProvider } from "#/client/shell/session.tsx";
import { unpackOverview } from "#/domain/views/pack.ts";
import { loadOverview } from "#/load.ts";

const TryLater = lazy(() => import("#/client/shell/try-later.tsx"));

export default function AppLayout(props: { readonly children?: JSX.Element }) {
  const location = useLocation();
  // Where the visit began: going on from there reads nothing again, the stream keeps the state.
  const entry = untrack(() => location.pathname + location.search);
  const overview = createAsync(() => loadOverview(entry));
  const later = () => {
    const answer = overview();
    return answer && "later" in answer ? answer : undefined;
  };
  const loaded = () => {
    const answer = overview();
    return answer && !("later" in answer) ? answer : undefined;
  };
  return (
    <>
      <Show when={later()}>
        {(refused) => <TryLater later={refused().later} onTry={() => globalThis.location.reload()} />}
      </Show>
      <Show when={loaded()}>
        {(given) => (
          <SessionProvider overview={unpackOverview(given())}>
            <LayersProvider>
              <Frame>{props.children}</Frame>
            </LayersProvider>
          </SessionProvider>
        )}
      </Show>
    </>
  );
}
