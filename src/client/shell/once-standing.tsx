import { type Component, createSignal, lazy, onMount, Show, Suspense } from "solid-js";

/** A part of the page that nobody needs before the page stands: it is fetched then, and holds up nothing. */
export function onceStanding<Props extends object>(
  load: () => Promise<{ default: Component<Props> }>,
): Component<Props> {
  const Part = lazy(load);
  return (props) => {
    const [stands, setStands] = createSignal(false);
    onMount(() => setStands(true));
    return (
      <Suspense>
        <Show when={stands()}>
          <Part {...props} />
        </Show>
      </Suspense>
    );
  };
}
