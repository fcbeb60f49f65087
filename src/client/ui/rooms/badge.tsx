import css from "./badge.module.css";
import { badgeText } from "./room-row-name.ts";

/** How many mentions; 99+ beyond what a glance can use. Decorative: the row's name says the number. */
export function Badge(props: { readonly count: number }) {
  return <span class={css.badge} data-count={badgeText(props.count)} aria-hidden="true" />;
}

/** Something unread, nothing that names you. Decorative, as the badge. */
export function UnreadDot() {
  return <span class={css.dot} aria-hidden="true" />;
}
