import { say } from "#/client/language/say.ts";
/** When the timeline moves by itself, and when what is on screen counts as read. Lengths in pixels, times in milliseconds. */

export const followWithin = 100;
export const readAfterMs = 1_000;
/** Older messages are asked for when this little is left above. */
const loadWithin = 800;

export type Scrolled = { top: number; height: number; viewport: number };

export function fromBottom({ top, height, viewport }: Scrolled): number {
  return Math.max(0, height - viewport - top);
}

/** Near the bottom new messages are followed; elsewhere nothing moves what is being read. */
export function follows(scrolled: Scrolled): boolean {
  return fromBottom(scrolled) <= followWithin;
}

export function wantsOlder(scrolled: Scrolled, hasMore: boolean): boolean {
  return hasMore && scrolled.top < loadWithin;
}

export type Seen = {
  focused: boolean;
  atBottom: boolean;
  /** Since when both hold without a break; null when they do not. */
  since: number | null;
};

/** What is on screen from now on. A break of either begins the second anew. */
export function look(seen: Seen, next: { focused: boolean; atBottom: boolean }, now: number): Seen {
  const holds = next.focused && next.atBottom;
  return { ...next, since: holds ? (seen.since ?? now) : null };
}

/** How long until what is at the bottom counts as read: 0 when it does now, null when it will not. */
export function readIn(seen: Seen, now: number): number | null {
  return seen.since === null ? null : Math.max(0, readAfterMs - (now - seen.since));
}

export type Waiting = { count: number; mentionsMe: boolean };

/**
 * The pill at the foot while one reads further up: “↓ Newest”, or how many came since. Null at the bottom. `inAnswer`: the
 * view holds at the first line of the answer that stands last, which goes on below.
 */
export function bottomPill(
  waiting: Waiting,
  atBottom: boolean,
  inAnswer = false,
): { text: string; mention: boolean } | null {
  if (atBottom) return null;
  if (inAnswer) return { text: say("↓ More below"), mention: waiting.mentionsMe };
  if (waiting.count === 0) return { text: say("↓ Newest"), mention: false };
  return {
    text: say("↓ {count} new", { count: waiting.count > 99 ? "99+" : waiting.count }),
    mention: waiting.mentionsMe,
  };
}

/** The pill at the head: “23 new since 09:41”, with an arrow while the divider is above the window. */
export function topPill(
  unread: { count: number; more: boolean; since: string | null },
  isAbove: boolean,
): string | null {
  if (unread.count === 0) return null;
  const count = unread.more ? `${unread.count - 1}+` : String(unread.count);
  const words = unread.since
    ? say("{count} new since {since}", { count, since: unread.since })
    : say("{count} new", { count });
  return isAbove ? `↑ ${words}` : words;
}
