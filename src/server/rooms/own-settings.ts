import { sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import type { MuteInput, NotificationModeInput } from "#/domain/rooms/inputs.ts";
import type { OwnRoomSettings } from "#/domain/rooms/room.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Outcome, Writer } from "#/server/database/transact.ts";
import { seeRoom } from "#/server/rooms/access.ts";

/** What of this room notifies oneself; null is the default. Told to one's own devices alone. SW_ROOM_NOT_FOUND, SW_NOT_MEMBER. */
export function setNotificationMode(ctx: Context, input: NotificationModeInput): Promise<OwnRoomSettings> {
  return settle(ctx, input.room_id, { notification_mode: input.notification_mode });
}

/** Mutes the room for oneself until a time, or hears it again with null. SW_ROOM_NOT_FOUND, SW_NOT_MEMBER. */
export function muteRoom(ctx: Context, { room_id, muted_until }: MuteInput): Promise<OwnRoomSettings> {
  return settle(ctx, room_id, { muted_until: muted_until && new Date(muted_until).toISOString() });
}

function settle(ctx: Context, roomId: string, change: Partial<OwnRoomSettings>): Promise<OwnRoomSettings> {
  return writing(ctx, async (tx): Promise<Outcome<OwnRoomSettings>> => {
    const seen = await seeRoom(tx, ctx.actor, roomId);
    if (seen.membership !== "join") throw new SwError("SW_NOT_MEMBER");
    const settings = await writeOwnSettings(tx, ctx, roomId, change);
    return tx.emit([ownSettingsEvent(ctx, roomId, settings)], () => settings);
  });
}

/** Writes what `change` names of the actor's own settings and answers all of them. */
export async function writeOwnSettings(
  tx: Writer,
  ctx: Context,
  roomId: string,
  change: Partial<OwnRoomSettings>,
): Promise<OwnRoomSettings> {
  const has = (key: keyof OwnRoomSettings) => Object.hasOwn(change, key);
  const [row] = await tx.rows<Omit<OwnRoomSettings, "hidden_until"> & { hidden_until: string | null }>(sql`
    update app.room_members set
      notification_mode = case when ${has("notification_mode")} then ${change.notification_mode ?? null} else notification_mode end,
      muted_until = case when ${has("muted_until")} then ${change.muted_until ?? null}::timestamptz else muted_until end,
      hidden_until = case when ${has("hidden_until")} then ${change.hidden_until ?? null}::bigint else hidden_until end
    where room_id = ${roomId} and participant_id = ${ctx.actor.participantId}
    returning notification_mode, hidden_until,
      to_char(muted_until at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as muted_until`);
  const { hidden_until, ...rest } = row!;
  return { ...rest, hidden_until: hidden_until === null ? null : Number(hidden_until) };
}

export function ownSettingsEvent(ctx: Context, roomId: string, settings: OwnRoomSettings): EventDraft {
  return {
    id: ctx.newId(),
    type: "swp.room.own_settings",
    room_id: roomId,
    workspace_id: null,
    sender_id: ctx.actor.participantId,
    content: { settings },
  };
}
