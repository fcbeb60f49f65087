import type { Message } from "#/domain/messages/message.ts";

/** What of a message decides where it stands and whether it joins the one before it. */
export type Placed = Pick<
  Message,
  "id" | "sender_id" | "content" | "origin_ts" | "stream_position" | "reply_to_event_id"
>;

/** `key` stays the same from the moment of writing to the server's own copy. */
export type Item = { readonly key: string; readonly message: Placed };

/** One line of the timeline. */
export type Line<I extends Item> =
  | { kind: "start"; key: string }
  | { kind: "day"; key: string; ts: number }
  | { kind: "unread"; key: string }
  | { kind: "message"; key: string; item: I; follower: boolean }
  | { kind: "system"; key: string; item: I }
  | { kind: "fold"; key: string; items: I[] };

export type LinesInput<I extends Item> = {
  /** Oldest first; what is on its way stands last. */
  items: readonly I[];
  me: string;
  /** The calendar day of a moment (Unix seconds) where the viewer is; sorts as text. */
  dayOf: (ts: number) => string;
  /** The divider stands before the first message of others after this position; null for none. */
  unreadAfter: number | null;
  /** Whether the first message is the first of the room. */
  atStart: boolean;
  /** Keys of folds that were opened. */
  opened: ReadonlySet<string>;
};

const groupSeconds = 5 * 60;
const foldSeconds = 10 * 60;
const foldFrom = 5;

/** The lines of a timeline, in order. Pure, so that the server and the browser agree. */
export function linesOf<I extends Item>(input: LinesInput<I>): Line<I>[] {
  const { items } = input;
  const lines: Line<I>[] = input.atStart ? [{ kind: "start", key: "start" }] : [];
  let day = "";
  let divided = input.unreadAfter === null;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index]!;
    const today = input.dayOf(item.message.origin_ts);
    // The clock of this device may lie behind the server's: a day never begins twice.
    if (today > day) {
      day = today;
      lines.push({ kind: "day", key: `day ${day}`, ts: item.message.origin_ts });
    }
    if (!divided && isUnread(item.message, input)) {
      lines.push({ kind: "unread", key: "unread" });
      divided = true;
    }
    if (isSystem(item.message)) {
      const run = systemRun(input, index);
      index += run.length - 1;
      pushRun(lines, run, input.opened);
    } else {
      lines.push({ kind: "message", key: item.key, item, follower: joins(lines.at(-1), item.message) });
    }
  }
  return lines;
}

export function isSystem(message: Pick<Message, "content">): boolean {
  return message.content.msgtype === "swp.system";
}

/** What the divider stands before: words of somebody else after the position. */
export function isUnread(message: Placed, input: { unreadAfter: number | null; me: string }): boolean {
  return message.stream_position > input.unreadAfter! && message.sender_id !== input.me && !isSystem(message);
}

/** A reply has its original above it, and so needs its own name. */
function joins(before: Line<Item> | undefined, message: Placed): boolean {
  if (before?.kind !== "message" || message.reply_to_event_id !== null) return false;
  // A mark has to stand beside a name, or above the words.
  if (message.content.priority || message.content.also_in_room) return false;
  const last = before.item.message;
  return last.sender_id === message.sender_id && message.origin_ts - last.origin_ts <= groupSeconds;
}

/** System lines that stand together: of one day and within ten minutes of the first. */
function systemRun<I extends Item>(input: LinesInput<I>, from: number): I[] {
  const first = input.items[from]!.message;
  const run: I[] = [];
  for (let index = from; index < input.items.length; index += 1) {
    const item = input.items[index]!;
    if (!isSystem(item.message) || item.message.origin_ts - first.origin_ts > foldSeconds) break;
    if (input.dayOf(item.message.origin_ts) > input.dayOf(first.origin_ts)) break;
    run.push(item);
  }
  return run;
}

function pushRun<I extends Item>(lines: Line<I>[], run: I[], opened: ReadonlySet<string>): void {
  const key = `fold ${run[0]!.key}`;
  if (run.length >= foldFrom && !opened.has(key)) lines.push({ kind: "fold", key, items: run });
  else for (const item of run) lines.push({ kind: "system", key: item.key, item });
}
