import ArrowLeft from "lucide-solid/icons/arrow-left";
import css from "./back-link.module.css";

/** The way back on a phone, where a page covers what led to it. */
export function BackLink(props: { readonly href: string; readonly label: string }) {
  return (
    <a class={css.back} href={props.href} aria-label={props.label}>
      <ArrowLeft />
    </a>
  );
}
