import type { InviteLink } from "#/domain/rooms/schema.ts";

export const expiries = [
  { value: "24", label: "1 day" },
  { value: "168", label: "7 days" },
  { value: "720", label: "30 days" },
  { value: "never", label: "Until revoked" },
] as const;

export const bounds = [
  { value: "1", label: "1 person" },
  { value: "10", label: "10 people" },
  { value: "100", label: "100 people" },
  { value: "any", label: "Anyone" },
] as const;

type Spent = Pick<InviteLink, "expires_at" | "max_uses" | "revoked_at" | "uses">;

/** Whether a link still lets anyone in. */
export function isGood(link: Spent, now: number): boolean {
  if (link.revoked_at !== null) return false;
  if (link.expires_at !== null && Date.parse(link.expires_at) <= now) return false;
  return link.max_uses === null || link.uses < link.max_uses;
}

/** “Used 3 of 10 · until Sat 28 Nov, 14:02”. */
export function linkWords(link: Spent): string {
  const uses = link.max_uses === null ? `Used ${link.uses} times` : `Used ${link.uses} of ${link.max_uses}`;
  const said = link.max_uses === null && link.uses === 1 ? "Used once" : link.uses === 0 ? "Not used yet" : uses;
  const bound =
    link.uses === 0 && link.max_uses !== null
      ? `, for ${link.max_uses === 1 ? "1 person" : `${link.max_uses} people`}`
      : "";
  if (link.expires_at === null) return `${said}${bound} · until revoked`;
  const until = new Date(link.expires_at);
  const day = until.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short" });
  const time = until.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return `${said}${bound} · until ${day}, ${time}`;
}
