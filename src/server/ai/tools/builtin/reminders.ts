import { sql } from "drizzle-orm";
import { visibleText } from "#/domain/ai/visible-text.ts";
import { SwError } from "#/domain/errors.ts";
import { oneLine } from "#/server/ai/tools/builtin/words.ts";
import type { AiHost } from "#/server/ai/tools/host.ts";
import { type Plugin, type PluginContext, ToolFailure } from "#/server/ai/tools/plugin.ts";
import { type Context, innerActor, reading, writing } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { enqueue } from "#/server/jobs/enqueue.ts";
import { sendMessage } from "#/server/messages/send-message.ts";

export const reminderJob = "ai.reminder";

/** Waiting at once, of one person in one room. */
const maxWaiting = 20;
const maxAheadMs = 366 * 86_400_000;

/**
 * No approval: the AI says the words later, to the one who asked, in the room in which it could say them now. Bounded in
 * number and time. The words stay in the arguments of the call, in the log.
 */
export const reminders: Plugin = {
  manifest: {
    id: "scaiwave.reminders",
    name: "Reminders",
    version: "1.0.0",
    description: "Reminds the one who asks, later, in the same room.",
    permissions: ["write_room", "schedule"],
    injectsContext: true,
    scope: "private",
    onByDefault: true,
    tools: [
      {
        name: "remind_me",
        description: "Reminds the asking person in this room, at a time or after some minutes.",
        usage: "/remind <when> <what>",
        parameters: {
          type: "object",
          properties: {
            text: { type: "string", minLength: 1, maxLength: 1_000 },
            at: {
              type: "string",
              maxLength: 40,
              description: "ISO 8601 with its offset, such as 2026-03-02T09:00:00Z",
            },
            in_minutes: { type: "number", minimum: 1, maximum: 527_040 },
          },
          required: ["text"],
          oneOf: [{ required: ["at"] }, { required: ["in_minutes"] }],
          additionalProperties: false,
        },
        permissionsRequired: ["schedule"],
        sideEffects: false,
      },
      {
        name: "list_reminders",
        description: "The asking person's reminders of this room that are still to come.",
        parameters: { type: "object", properties: {}, additionalProperties: false },
        permissionsRequired: ["schedule"],
        sideEffects: false,
      },
      {
        name: "cancel_reminder",
        description: "Cancels a reminder of the asking person.",
        parameters: {
          type: "object",
          properties: { id: { type: "string", pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" } },
          required: ["id"],
          additionalProperties: false,
        },
        permissionsRequired: ["schedule"],
        sideEffects: false,
      },
    ],
  },
  systemContext: async (ctx) => `It is ${ctx.now().toISOString().slice(0, 16)}Z. Reminders are possible.`,
  executeTool: async (tool, args, ctx, key) => {
    if (ctx.incognito) throw new ToolFailure("In an incognito room nothing is kept for later.");
    if (tool === "list_reminders") return listed(ctx);
    if (tool === "cancel_reminder") return cancelled(ctx, String(args.id));
    return remembered(ctx, dueAt(args as { at?: string; in_minutes?: number }, ctx.now()), key);
  },
};

function dueAt({ at, in_minutes }: { at?: string; in_minutes?: number }, now: Date): Date {
  const due = new Date(at === undefined ? now.getTime() + in_minutes! * 60_000 : Date.parse(at));
  if (Number.isNaN(due.getTime())) throw new ToolFailure("The time is not in ISO 8601.", ["Use in_minutes."]);
  if (at !== undefined && !/(?:z|[+-]\d{2}:?\d{2})$/i.test(at.trim())) {
    throw new ToolFailure("The time has no offset.", ["Add Z or an offset such as +01:00, or use in_minutes."]);
  }
  const ahead = due.getTime() - now.getTime();
  if (ahead <= 0) throw new ToolFailure("This time is past.", [`It is ${now.toISOString()}.`]);
  if (ahead > maxAheadMs) throw new ToolFailure("Reminders reach one year ahead.");
  return due;
}

/** The reminder's id is the key of its call: the same call makes one. */
function remembered(ctx: PluginContext, due: Date, id: string): Promise<string> {
  const { participantId: asker } = ctx.asker.actor;
  return writing(ctx.ai, async (tx) => {
    // One at a time, so that two at once don't both take the last place.
    await tx.rows(
      sql`select from app.room_members where room_id = ${ctx.roomId} and participant_id = ${asker} for no key update`,
    );
    const [waiting] = await tx.rows<{ count: number }>(sql`
      select count(*)::int as count from app.ai_reminders where room_id = ${ctx.roomId} and asker_id = ${asker}
        and done_at is null and cancelled_at is null and id <> ${id}`);
    if (waiting!.count >= maxWaiting) {
      throw new ToolFailure(`${maxWaiting} reminders wait here already.`, ["Cancel one first."]);
    }
    const made = await tx.rows(sql`
      insert into app.ai_reminders (tenant_id, id, room_id, participant_id, asker_id, tool_call_id, due_at)
      values (${tx.tenantId}, ${id}, ${ctx.roomId}, ${ctx.ai.actor.participantId}, ${asker}, ${id}, ${due.toISOString()}::timestamptz)
      on conflict do nothing returning id`);
    if (made.length > 0)
      enqueue(tx, { id: ctx.ai.newId(), kind: reminderJob, payload: { reminder_id: id }, runAt: due });
    return tx.emit([], () => `Reminder ${id} is set for ${due.toISOString().slice(0, 16)}Z.`);
  });
}

type Row = { id: string; due: string; text: string };

function waitingOf(tx: Reader, ctx: PluginContext): Promise<Row[]> {
  return tx.rows<Row>(sql`
    select r.id, to_char(r.due_at at time zone 'utc', 'YYYY-MM-DD HH24:MI') as due, ${textOfReminder} as text
    from app.ai_reminders r join app.ai_tool_calls c on c.id = r.tool_call_id join app.events e on e.id = c.event_id
    where r.room_id = ${ctx.roomId} and r.asker_id = ${ctx.asker.actor.participantId}
      and r.done_at is null and r.cancelled_at is null order by r.due_at limit ${maxWaiting}`);
}

const textOfReminder = sql.raw(`coalesce((e.content->'call'->>'arguments')::jsonb->>'text', '')`);

async function listed(ctx: PluginContext): Promise<string> {
  const rows = await reading(ctx.asker, (tx) => waitingOf(tx, ctx));
  return rows.map(({ id, due, text }) => `- ${due} UTC: ${oneLine(text, 200)} (reminder ${id})`).join("\n");
}

async function cancelled(ctx: PluginContext, id: string): Promise<string> {
  return writing(ctx.ai, async (tx) => {
    const gone = await tx.rows(sql`
      update app.ai_reminders set cancelled_at = ${ctx.now().toISOString()}::timestamptz
      where id = ${id} and room_id = ${ctx.roomId} and asker_id = ${ctx.asker.actor.participantId}
        and done_at is null and cancelled_at is null returning id`);
    if (gone.length === 0) throw new ToolFailure("There is no such reminder.", ["List the reminders."]);
    return tx.emit([], () => "The reminder is cancelled.");
  });
}

type Due = {
  room_id: string;
  participant_id: string;
  asker_id: string;
  server_name: string;
  roles: string[];
  text: string;
  there: boolean;
};

/** Says a reminder that is due, once. If its AI or its asker has left the room, or its words were forgotten, nobody hears it. */
export async function deliverReminder(host: AiHost, tenantId: string, reminderId: string): Promise<void> {
  const around = {
    database: host.database,
    now: host.now,
    newId: host.newId,
    advanced: (id: string) => host.wake.advanced(id),
  };
  const as = (who: { participantId: string; serverName: string; roles: string[] }): Context => ({
    ...around, actor: innerActor({ tenantId, ...who }),
  }); // biome-ignore format: one context
  const system = as({ participantId: reminderId, serverName: "", roles: [] });
  const due = await reading(system, async (tx) => {
    const [row] = await tx.rows<Due>(sql`
      select r.room_id, r.participant_id, r.asker_id, p.server_name, to_jsonb(p.roles) as roles, ${textOfReminder} as text,
        exists (select from app.room_members m where m.room_id = r.room_id and m.participant_id = r.asker_id and m.membership = 'join') as there
      from app.ai_reminders r
      join app.participants p on p.id = r.participant_id and p.deactivated_at is null
      join app.ai_tool_calls c on c.id = r.tool_call_id join app.events e on e.id = c.event_id
      where r.id = ${reminderId} and r.done_at is null and r.cancelled_at is null`);
    return row;
  });
  const body = visibleText(due?.text ?? "").trim();
  if (due?.there && body) {
    const ai = as({ participantId: due.participant_id, serverName: due.server_name, roles: due.roles });
    const content = { msgtype: "swp.text", body: `⏰ ${body}`, mentions: [due.asker_id], reminder: true };
    try {
      await sendMessage(ai, { room_id: due.room_id, content, event_uuid: reminderId });
    } catch (error) {
      // The AI may no longer speak there; everything else is tried again.
      if (!(error instanceof SwError) || error.status >= 500 || error.status === 429) throw error;
    }
  }
  await writing(system, async (tx) => {
    await tx.rows(sql`
      update app.ai_reminders set done_at = ${host.now().toISOString()}::timestamptz where id = ${reminderId} and done_at is null`);
    return tx.emit([], () => undefined);
  });
}
