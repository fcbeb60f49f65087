import { createEffect, createMemo, createSignal, type JSX, on, onMount, sharedConfig } from "solid-js";
import { isServer, NoHydration } from "solid-js/web";
import styles from "#/client/markdown/Markdown.module.css";
import { loadReader, loadReaderLater, type Reader, reader } from "#/client/markdown/reader.ts";

export type DrawnProps = {
  readonly class?: string | undefined;
  readonly dir?: "auto" | undefined;
  /** Shown as it is written while the reader is on its way. */
  readonly text: string;
  /** All that `draw` reads and that can change. */
  readonly follows: () => unknown;
  readonly draw: (reader: Reader) => JSX.Element;
  readonly onClick?: ((event: MouseEvent) => void) | undefined;
};

/**
 * What takes the reader to draw. Elements that came with the page are taken as they are, without reading the text again: they
 * are drawn anew when something changes, or, as blocks of code do something, once the reader is there.
 */
export function Drawn(props: DrawnProps): JSX.Element {
  if (isServer) {
    return (
      <div class={props.class} dir={props.dir}>
        <NoHydration>{props.draw(reader()!)}</NoHydration>
      </div>
    );
  }
  const [stands, setStands] = createSignal(sharedConfig.context !== undefined);
  let box!: HTMLDivElement;
  if (stands()) {
    const redraw = () =>
      void loadReader().then(
        () => setStands(false),
        () => undefined,
      );
    createEffect(on(props.follows, redraw, { defer: true }));
    onMount(() => {
      if (!box.querySelector("figure, [data-live]")) return;
      const hasFormulas = box.querySelector("[data-tex]") !== null;
      createEffect(() => {
        const loaded = reader();
        if (hasFormulas) loaded?.loadFormulas();
        if (loaded && (!hasFormulas || loaded.formulasSettled())) setStands(false);
      });
    });
  }
  onMount(loadReaderLater);
  const elements = createMemo(() => {
    // Nothing is put in the place of what stands there.
    if (stands()) return undefined;
    const loaded = reader();
    if (loaded) return props.draw(loaded);
    void loadReader().catch(() => undefined);
    return <p class={styles.unread}>{props.text}</p>;
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: it hears the buttons inside
    <div ref={box} class={props.class} dir={props.dir} onClick={(event) => props.onClick?.(event)}>
      {elements()}
    </div>
  );
}
