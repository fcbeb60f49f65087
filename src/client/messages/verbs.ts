import { say } from "#/client/language/say.ts";
import type { Message } from "#/domain/messages/message.ts";
import { mayEdit, mayRedact } from "#/domain/messages/rules.ts";
import { can, type Standing } from "#/domain/rooms/permissions.ts";

export type Verb =
  | "react"
  | "reply"
  | "thread"
  | "copy_link"
  | "copy_text"
  | "copy_markdown"
  | "mark_unread"
  | "pin"
  | "unpin"
  | "forward"
  | "save_note"
  | "edit"
  | "report"
  | "remove";

export type VerbsOf = {
  message: Pick<Message, "sender_id" | "created_at" | "redacted_at" | "content" | "thread_root_id">;
  standing: Standing;
  me: string;
  now: Date;
  /** A message that the server does not know yet has no verbs but those of its notice. */
  sent: boolean;
  place: "room" | "thread";
  pinned?: boolean;
};

/** What one can do with a message, in the order of the menu. What one may not do is not offered. */
export function verbsOf({ message, standing, me, now, sent, place, pinned }: VerbsOf): Verb[] {
  if (!sent) return ["copy_text"];
  const target = { ...message, msgtype: message.content.msgtype };
  const stands = message.redacted_at === null;
  const verbs: Verb[] = [];
  if (stands && can(standing, "react") === null) verbs.push("react");
  if (stands && can(standing, "send") === null) verbs.push("reply");
  if (place === "room") verbs.push("thread");
  verbs.push("copy_link");
  if (stands) verbs.push("copy_text", "copy_markdown");
  if (standing.membership === "join") verbs.push("mark_unread");
  if ((stands || pinned) && can(standing, "pin") === null) verbs.push(pinned ? "unpin" : "pin");
  if (stands && standing.room.room_type !== "incognito") verbs.push("forward", "save_note");
  if (mayEdit(standing, me, target, now) === null) verbs.push("edit");
  if (stands && message.sender_id !== me && target.msgtype !== "swp.system") verbs.push("report");
  if (stands && mayRedact(standing, me, target) === null) verbs.push("remove");
  return verbs;
}

/** Reactions as pills, in the order in which each was first added: toggling never reorders the others. */
export type ReactionGroup = { emoji: string; count: number; mine: boolean; senderIds: string[] };

export function groupReactions(reactions: Message["reactions"], me: string): ReactionGroup[] {
  const groups = new Map<string, string[]>();
  for (const { emoji, sender_id } of reactions) {
    const senders = groups.get(emoji) ?? [];
    senders.push(sender_id);
    groups.set(emoji, senders);
  }
  return [...groups].map(([emoji, senderIds]) => ({
    emoji,
    senderIds,
    count: senderIds.length,
    mine: senderIds.includes(me),
  }));
}

/** “Not sent: this room is archived or closed.” */
export function refusalWords(sentence: string, kind: "send" | "edit" | "redact" | "react" | "unreact"): string {
  const began = kind === "send" ? say("Not sent") : kind === "redact" ? say("Not removed") : say("Not saved");
  const isWord = /^\p{Lu}\p{Ll}/u.test(sentence);
  return `${began}: ${isWord ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence}`;
}

/** “Message removed by Ana: shared by mistake”; one's own removal names nobody twice. */
export function removedWords(
  message: Pick<Message, "sender_id" | "redacted_by" | "redaction_reason">,
  nameOf: (id: string) => string | undefined,
): string {
  const by = message.redacted_by ? (nameOf(message.redacted_by) ?? say("somebody")) : say("somebody");
  const words =
    message.redacted_by === message.sender_id
      ? say("{by} removed a message", { by })
      : say("Message removed by {by}", { by });
  return message.redaction_reason ? `${words}: ${message.redaction_reason}` : words;
}
