import { createEffect, onCleanup } from "solid-js";
import type { TotalMarks } from "#/client/shell/workspace-marks.ts";

/** The mark of `public/favicon.svg`, whose colours a picture in a link cannot take from the page. */
const mark = `<circle cx="12" cy="12" r="10" fill="#2c7096"/><rect x="13" y="13" width="17" height="17" rx="5.1" fill="#7a4fb3" stroke="#fff" stroke-width="2"/>`;

/** The picture of the tab: a number for what needs oneself, a dot for what is merely new, undefined for neither. */
export function faviconOf({ unread, mentions, invitations }: TotalMarks): string | undefined {
  const needs = mentions + invitations;
  if (needs === 0 && unread === 0) return undefined;
  const count = needs > 9 ? "9+" : String(needs);
  const badge =
    needs > 0
      ? `<circle cx="22" cy="10" r="10" fill="#f0b429"/><text x="22" y="15" text-anchor="middle" font-family="sans-serif" font-weight="700" font-size="${count.length > 1 ? 12 : 15}" fill="#2b1d05">${count}</text>`
      : `<circle cx="25" cy="7" r="7" fill="#1d7fb0" stroke="#fff" stroke-width="2"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${mark}${badge}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Keeps the tab's picture at what waits, while the page lives. */
export function followInFavicon(marks: () => TotalMarks): void {
  createEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (!link) return;
    link.href = faviconOf(marks()) ?? plain;
  });
  onCleanup(() => {
    const link = typeof document === "undefined" ? null : document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link) link.href = plain;
  });
}

const plain = "/favicon.svg";
