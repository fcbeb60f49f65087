import { sql } from "drizzle-orm";
import { mayDecide } from "#/domain/ai/tool-calls.ts";
import { fenced } from "#/domain/ai/transcript.ts";
import { SwError } from "#/domain/errors.ts";
import { renameRoomInput } from "#/domain/rooms/inputs.ts";
import type { Room } from "#/domain/rooms/room.ts";
import { type AskHost, askOnce } from "#/server/ai/ask-once.ts";
import { asRefusal } from "#/server/ai/models.ts";
import { readConversation } from "#/server/ai/prompt/conversation.ts";
import { tokenCounter } from "#/server/ai/prompt/count-tokens.ts";
import { titleRequest } from "#/server/ai/prompt/words.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { allow, refuse, seeRoom } from "#/server/rooms/access.ts";
import { renameRoom } from "#/server/rooms/rename-room.ts";

/** A title comes from the newest words. */
const budget = 3_000;
const maxTitle = 80;

export type TitleInput = { readonly room_id: string; readonly participant_id?: string | null | undefined };

/**
 * Names a room after what was said in it, in the words of one of its AIs and in the name of whoever asks: it takes their
 * right to name the room.
 *
 * @throws SwError as `renameRoom` and `compactRoom`; SW_AI_REFUSED when the AI gives no usable name
 */
export async function titleRoom(host: AskHost, ctx: Context, { room_id, participant_id }: TitleInput): Promise<Room> {
  const count = await tokenCounter();
  const { ai, said } = await reading(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, room_id);
    allow(seen, "name");
    refuse(mayDecide(seen));
    if (seen.room.room_type === "incognito") {
      throw new SwError("SW_ROOM_TYPE_INVARIANT", "Nothing of an incognito room is summed up.");
    }
    const [found] = await tx.rows<{ id: string; model: string | null }>(sql`
      select p.id, p.model from app.room_members m
      join app.participants p on p.id = m.participant_id and p.deactivated_at is null
      join app.ai_participants ai on ai.participant_id = p.id
      where m.room_id = ${room_id} and m.membership = 'join'
        and (${participant_id ?? null}::uuid is null or p.id = ${participant_id ?? null}::uuid)
      order by p.id limit 1`);
    if (!found) throw new SwError("SW_AI_NOT_FOUND");
    const stretch = { roomId: room_id, threadRootId: null, since: 0, before: null, selfId: "", withoutTurns: [] };
    return { ai: found, said: (await readConversation(tx, stretch, budget, count)).slice(-60) };
  });
  if (said.length === 0)
    throw new SwError("SW_BAD_REQUEST", "Nothing has been said here that a title could come from.");
  const { tenantId, participantId: askerId } = ctx.actor;
  const model = await host.gateways.modelFor({ tenantId, askerId }, ai.model).catch((error: unknown) => {
    throw asRefusal(error);
  });
  const content = [...said.map((each) => fenced(each, each.text.slice(0, 1_000))), titleRequest].join("\n\n");
  const answer = await askOnce(host, ctx, {
    purpose: "title",
    participantId: ai.id,
    roomId: room_id,
    model,
    messages: [{ role: "user", content }],
    promptTokens: count(content),
    maxTokens: 60,
  });
  const parsed = renameRoomInput.safeParse({ room_id, name: asTitle(answer) });
  if (!parsed.success) throw new SwError("SW_AI_REFUSED", "The AI gave no name that a room can have.");
  return renameRoom(ctx, parsed.data);
}

/** Models like to add quotation marks, headings and a second line. */
export function asTitle(answer: string): string {
  const line = answer.split("\n").find((each) => each.trim() !== "") ?? "";
  const plain = line.replace(/^[\s#>*_"“'„`-]+|[\s*_"”'“`.]+$/gu, "").replace(/^title:\s*/i, "");
  return [...plain].slice(0, maxTitle).join("").trim();
}
