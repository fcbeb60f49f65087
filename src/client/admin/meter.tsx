import css from "#/client/admin/meter.module.css";

/** How much of a limit is used, in hundredths, beside the words that say so. */
export function Meter(props: { readonly share: number }) {
  return (
    <span class={css.meter} data-full={props.share >= 100 ? "" : undefined} aria-hidden="true">
      <span style={{ "inline-size": `${props.share}%` }} />
    </span>
  );
}
