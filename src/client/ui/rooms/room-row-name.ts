import { say, sayCount } from "#/client/language/say.ts";
export type RoomRowState = {
  readonly name: string;
  readonly unread?: number | undefined;
  readonly mentions?: number | undefined;
  /** Asked to come, and not in yet. */
  readonly invited?: boolean | undefined;
  /** In a place that stands for many rooms: to how many of them one is invited. */
  readonly invitations?: number | undefined;
  readonly muted?: boolean | undefined;
  readonly archived?: boolean | undefined;
  readonly draft?: string | undefined;
  /** Names of those who are typing now. */
  readonly typing?: readonly string[] | undefined;
  /** People in a running call. */
  readonly call?: number | undefined;
};

export type TrailingSlot = "call" | "invited" | "mentions" | "typing" | "draft" | "unread" | "muted";

/** The one thing a row shows at its end: the first that applies. A muted row never badges. */
export function trailingSlot(state: RoomRowState): TrailingSlot | undefined {
  if (state.call) return "call";
  if (state.invited) return "invited";
  if (state.mentions && !state.muted) return "mentions";
  if (state.typing && state.typing.length > 0) return "typing";
  if (state.draft) return "draft";
  if (state.muted) return "muted";
  return state.unread ? "unread" : undefined;
}

/** “design, 3 unread, 1 mention, draft, call with 3 people, muted”. */
export function roomRowName(state: RoomRowState): string {
  const parts = [state.name];
  if (state.unread) parts.push(say("{unread} unread", { unread: state.unread }));
  if (state.mentions) parts.push(sayCount(state.mentions, "{count} mention", "{count} mentions"));
  if (state.invited) parts.push(say("you are invited"));
  if (state.invitations) parts.push(sayCount(state.invitations, "{count} invitation", "{count} invitations"));
  if (state.draft) parts.push(say("draft"));
  if (state.call) parts.push(sayCount(state.call, "call with {count} person", "call with {count} people"));
  if (state.muted) parts.push(say("muted"));
  if (state.archived) parts.push(say("archived"));
  return parts.join(", ");
}

/** “Ana is typing”, “Ana and Bram are typing”, “Several people are typing”. */
export function typingLine(names: readonly string[]): string {
  const [first, second] = names;
  if (first === undefined) return "";
  if (second === undefined) return say("{first} is typing", { first });
  return names.length === 2
    ? say("{first} and {second} are typing", { first, second })
    : say("Several people are typing");
}

export function badgeText(count: number): string {
  return count > 99 ? "99+" : String(Math.max(0, Math.trunc(count)));
}
