import css from "./kbd.module.css";

/** A shortcut as printed, such as `⌘K`. */
export function Kbd(props: { readonly keys: string }) {
  return <kbd class={css.kbd}>{props.keys}</kbd>;
}
