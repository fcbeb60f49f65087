import { createMemo, createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";

/** Rows that are drawn at once: more than any window shows, and few enough for a frame or two. */
const step = 60;
/** How far below the window the next ones are drawn. */
const ahead = "800px";

export type GrowingListProps<T> = {
  readonly each: readonly T[];
  readonly children: (item: T) => JSX.Element;
};

/** The rows of a list that may be thousands long, drawn as one comes near their end. Goes inside `<ul>`; a row is an `<li>`. */
export function GrowingList<T>(props: GrowingListProps<T>) {
  const [count, setCount] = createSignal(step);
  const drawn = createMemo(() => props.each.slice(0, count()));
  return (
    <>
      <For each={drawn()}>{(item) => props.children(item)}</For>
      <Show when={drawn().length < props.each.length && count()} keyed>
        <End onNear={() => setCount(count() + step)} />
      </Show>
    </>
  );
}

function End(props: { readonly onNear: () => void }) {
  let end!: HTMLLIElement;
  onMount(() => {
    // Where nothing tells what is in view, such as in tests, all of it is drawn.
    if (typeof IntersectionObserver === "undefined") return props.onNear();
    const observer = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && props.onNear(), {
      rootMargin: ahead,
    });
    observer.observe(end);
    onCleanup(() => observer.disconnect());
  });
  return <li ref={end} aria-hidden="true" />;
}
