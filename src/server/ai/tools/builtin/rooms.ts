import { sql } from "drizzle-orm";
import { visibleText } from "#/domain/ai/visible-text.ts";
import { can } from "#/domain/rooms/permissions.ts";
import { type Plugin, type PluginContext, ToolFailure } from "#/server/ai/tools/plugin.ts";
import { reading } from "#/server/database/context.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { seeRoom } from "#/server/rooms/access.ts";

export const rooms: Plugin = {
  manifest: {
    id: "scaiwave.rooms",
    name: "Other rooms",
    version: "1.0.0",
    description: "Says something in another room in which both the AI and the one who asks may speak.",
    permissions: ["read_tenant", "write_room"],
    injectsContext: false,
    scope: "private",
    onByDefault: true,
    tools: [
      {
        name: "post_message",
        description:
          "Posts a message in another room, in your own name. Only when somebody asks for it. A person approves it first.",
        parameters: {
          type: "object",
          properties: {
            room: { type: "string", minLength: 1, maxLength: 200, description: "Name, alias or id of the room" },
            text: { type: "string", minLength: 1, maxLength: 8_000 },
          },
          required: ["room", "text"],
          additionalProperties: false,
        },
        permissionsRequired: ["write_room"],
        sideEffects: true,
      },
    ],
  },
  executeTool: async (_tool, args, ctx, idempotencyKey) => {
    if (ctx.incognito) throw new ToolFailure("Nothing leaves an incognito room.");
    const body = visibleText(String(args.text)).trim();
    const room_id = await roomNamed(ctx, String(args.room));
    if (room_id === ctx.roomId) throw new ToolFailure("This is the room you are in.", ["Answer here."]);
    // In its own name; for whom is written beside, and mentions nobody: only people ask others to look.
    const content = { msgtype: "swp.text", body, asked_by: ctx.asker.actor.participantId };
    const sent = await sendMessage(ctx.ai, { room_id, content, event_uuid: idempotencyKey });
    return `Posted (message ${sent.id}).`;
  },
};

/** Says the same of a room that is not there, and of one in which either may not speak. */
const nowhere = () =>
  new ToolFailure("There is no such room in which both you and the one who asks may speak.", [
    "Ask for the room's exact name.",
  ]);

async function roomNamed(ctx: PluginContext, asked: string): Promise<string> {
  const name = asked.trim().replace(/^#/, "").toLowerCase();
  return reading(ctx.asker, async (tx) => {
    const found = await tx.rows<{ id: string }>(sql`
      select r.id from app.rooms r
      join app.room_members a on a.room_id = r.id and a.participant_id = ${ctx.asker.actor.participantId} and a.membership = 'join'
      join app.room_members b on b.room_id = r.id and b.participant_id = ${ctx.ai.actor.participantId} and b.membership = 'join'
      where r.deleted_at is null and (r.id::text = ${name} or lower(r.room_alias) = ${name} or lower(r.name) = ${name})
      limit 2`);
    if (found.length > 1) throw new ToolFailure("Several rooms are called that.", ["Use the room's alias or id."]);
    const id = found[0]?.id;
    if (!id) throw nowhere();
    for (const { actor } of [ctx.asker, ctx.ai]) {
      const seen = await seeRoom(tx, actor, id).catch(() => null);
      if (!seen || can(seen, "send")) throw nowhere();
    }
    return id;
  });
}
