import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { plainText } from "#/domain/markdown/plain-text.ts";
import type { Message } from "#/domain/messages/message.ts";
import type { NoteFromMessagesInput } from "#/domain/notes/inputs.ts";
import type { NoteSummary } from "#/domain/notes/schema.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import { claim } from "#/server/log/idempotency.ts";
import { messagesByIds } from "#/server/messages/read.ts";
import { seeNote } from "#/server/notes/access.ts";
import { insertNote, seeSource } from "#/server/notes/create-note.ts";
import { toSummary } from "#/server/notes/read.ts";
import type { SeenRoom } from "#/server/rooms/access.ts";
import { personalWorkspaceOf } from "#/server/rooms/create-room.ts";
import { allowInWorkspace, seeWorkspace } from "#/server/workspaces/access.ts";

/** Of a title that is made of the first words. */
const titleLength = 80;

/**
 * Makes a note of what was said in a room: each message quoted, with who said it and when, in the order in which they were
 * said. Removed ones stay out. The note knows where it is from. What is said in an incognito room stays there.
 * SW_ROOM_NOT_FOUND, SW_EVENT_NOT_FOUND, SW_ROOM_TYPE_INVARIANT, and as `createNote`.
 */
export function noteFromMessages(ctx: Context, input: NoteFromMessagesInput): Promise<NoteSummary> {
  const { event_uuid: eventUuid, ...body } = input;
  return writing(ctx, async (tx) => {
    const room = await seeSource(tx, ctx.actor, input.room_id);
    const workspaceId = input.workspace_id ?? (await personalWorkspaceOf(tx, ctx.actor));
    allowInWorkspace(await seeWorkspace(tx, ctx.actor, workspaceId), "create_room");
    const id = ctx.newId();
    const known = await claim(tx, ctx.actor, { procedure: "note_from_messages", eventUuid, body }, id);
    if (known) {
      const earlier = await seeNote(tx, ctx.actor, known);
      return tx.emit([], () => toSummary(earlier.row));
    }
    const messages = await saidMessages(tx, room, input.event_ids);
    const words = input.selection ?? messages.map(wordsOf).find((each) => each !== "") ?? "";
    const title = input.title ?? (plainText(words, titleLength).slice(0, titleLength + 1) || room.room.name || "Note");
    const text = await quoted(tx, messages, input.selection);
    const source = { roomId: input.room_id, eventId: messages[0]!.id };
    const { row, events } = await insertNote(tx, ctx, { id, workspaceId, input: { title }, text, source });
    return tx.emit(events, () => toSummary(row));
  });
}

/** The messages with words that this reader can read, in order; SW_EVENT_NOT_FOUND for one that isn't there, or for none. */
async function saidMessages(tx: Writer, { room, history_from }: SeenRoom, ids: readonly string[]): Promise<Message[]> {
  const found = await messagesByIds(tx, [...new Set(ids)]);
  const messages = ids.map((id) => {
    const message = found.get(id);
    if (message?.room_id !== room.id || message.stream_position < history_from) throw new SwError("SW_EVENT_NOT_FOUND");
    return message;
  });
  const said = [...new Set(messages)]
    .filter((message) => message.redacted_at === null && message.content.msgtype !== "swp.system")
    .filter((message) => wordsOf(message) !== "")
    .toSorted((a, b) => a.stream_position - b.stream_position);
  if (said.length === 0) throw new SwError("SW_EVENT_NOT_FOUND");
  return said;
}

const wordsOf = ({ content }: Message): string => (content.body ?? "").trim();

async function quoted(tx: Writer, messages: readonly Message[], selection: string | undefined): Promise<string> {
  const names = await namesOf(tx, messages);
  const only = messages.length === 1 ? selection : undefined;
  return messages
    .map((message) => {
      const at = `${message.created_at.slice(0, 16).replace("T", " ")} UTC`;
      const head = `**${plainName(names.get(message.sender_id) ?? "")}** · ${at}`;
      return [head, "", ...(only ?? wordsOf(message)).trim().split(/\r?\n/)].map((line) => `> ${line}`.trimEnd());
    })
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

/** A name that means nothing in Markdown. */
const plainName = (name: string): string => name.replace(/[\\`*_{}[\]()#+\-.!~|<>&$@]/g, "\\$&");

async function namesOf(tx: Writer, messages: readonly Message[]): Promise<Map<string, string>> {
  const ids = [...new Set(messages.map(({ sender_id }) => sender_id))];
  const rows = await tx.rows<{ id: string; name: string }>(sql`
    select id, display_name as name from app.participants where id = any(${`{${ids.join(",")}}`}::uuid[])`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
