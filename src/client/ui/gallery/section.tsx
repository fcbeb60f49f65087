import type { JSX } from "solid-js";
import css from "./gallery.module.css";

/** One part of the gallery, with an anchor of its own. */
export function Section(props: { readonly id: string; readonly title: string; readonly children: JSX.Element }) {
  return (
    <section class={css.section} id={props.id} aria-labelledby={`${props.id}-title`}>
      <h2 class={css.sectionTitle} id={`${props.id}-title`}>
        <a href={`#${props.id}`}>{props.title}</a>
      </h2>
      {props.children}
    </section>
  );
}

export function Row(props: { readonly children: JSX.Element }) {
  return <div class={css.row}>{props.children}</div>;
}

/** A piece of product ground: page, sidebar or rail, at a width it has there. */
export function Ground(props: {
  readonly on?: "page" | "side" | "rail" | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly children: JSX.Element;
}) {
  return (
    <div
      class={css.ground}
      data-on={props.on ?? "page"}
      style={{
        "inline-size": props.width ? `${props.width}px` : undefined,
        "block-size": props.height ? `${props.height}px` : undefined,
      }}
    >
      {props.children}
    </div>
  );
}
