import { createAsync, useLocation } from "@solidjs/router";
import { type JSX, Show, untrack } from "solid-js";
import { Frame } from "#/client/shell/frame.tsx";
import { LayersProvider } from "#/client/shell/layers.tsx";
import { SessionProvider } from "#/client/shell/session.tsx";
import { unpackOverview } from "#/domain/views/pack.ts";
import { loadOverview } from "#/load.ts";

export default function AppLayout(props: { readonly children?: JSX.Element }) {
  const location = useLocation();
  // Where the visit began: going on from there reads nothing again, the stream keeps the state.
  const entry = untrack(() => location.pathname + location.search);
  const overview = createAsync(() => loadOverview(entry));
  return (
    <Show when={overview()}>
      {(loaded) => (
        <SessionProvider overview={unpackOverview(loaded())}>
          <LayersProvider>
            <Frame>{props.children}</Frame>
          </LayersProvider>
        </SessionProvider>
      )}
    </Show>
  );
}
