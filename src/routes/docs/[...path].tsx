import { createAsync, useLocation, useParams, useSearchParams } from "@solidjs/router";
import { onMount, Show, sharedConfig } from "solid-js";
import { isServer, NoHydration } from "solid-js/web";
import { DocsView } from "#/client/docs/docs-view.tsx";
import { enliven } from "#/client/docs/enliven.ts";
import { loadDocs } from "#/load.ts";

/** Rendered on the server alone and left as it came: a page of words needs no second copy of itself as data. */
export default function DocsRoute() {
  const location = useLocation();
  // Come to from within the application, where nothing was rendered: the browser fetches the page as a page.
  const isHere = isServer || sharedConfig.context !== undefined;
  onMount(() => {
    if (isHere) enliven(document);
    else window.location.replace(location.pathname + location.search + location.hash);
  });
  return (
    <NoHydration>
      <Show when={isServer}>
        <Answer />
      </Show>
    </NoHydration>
  );
}

function Answer() {
  const params = useParams<{ path?: string }>();
  const [search] = useSearchParams<{ q?: string }>();
  const answer = createAsync(() => loadDocs(params.path ?? "", search.q ?? ""));
  return <Show when={answer()}>{(shown) => <DocsView answer={shown()} />}</Show>;
}
