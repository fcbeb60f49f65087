import { sql } from "drizzle-orm";
import { emptyRoomAi, type RoomAiView } from "#/domain/ai/room-view.ts";
import { can } from "#/domain/rooms/permissions.ts";
import type { Member } from "#/domain/rooms/room.ts";
import type { RoomView } from "#/domain/views/state.ts";
import { answersByDemo, asRoomAi, type RoomAiSettings, roomAiOf } from "#/server/ai/room-settings.ts";
import { type RoomTurns, roomTurns } from "#/server/ai/turns/room-turns.ts";
import { type Context, reading } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { headOf } from "#/server/log/read.ts";
import { pinsOf } from "#/server/messages/pins.ts";
import { pageOfMessages } from "#/server/messages/read.ts";
import { seeRoom } from "#/server/rooms/access.ts";

/** What a page renders of a room: the protocol's default page of messages. */
const pageSize = 50;
const maxMembers = 1_000;

/** One room opened, all of one moment. Someone invited sees who is there, not yet what was said. */
export function roomView(ctx: Context, roomId: string, instanceGateway = false): Promise<RoomView> {
  return reading(ctx, async (tx) => {
    const { room, membership, power_level, history_from } = await seeRoom(tx, ctx.actor, roomId);
    const readable = can({ room, membership, power_level }, "read") === null;
    const [stream_position, members, page, pins, knocking, ais, demo, turns] = await Promise.all([
      headOf(tx),
      readMembers(tx, roomId),
      readable
        ? pageOfMessages(tx, { roomId, since: history_from, direction: "back", limit: pageSize })
        : { messages: [], has_more: false },
      readable ? pinsOf(tx, roomId) : [],
      membership === "join" ? readKnocking(tx, roomId) : [],
      readable ? roomAiOf(tx, roomId) : [],
      answersByDemo(tx, instanceGateway),
      readable ? roomTurns(tx, roomId, history_from) : null,
    ]);
    return {
      stream_position,
      room,
      membership,
      power_level,
      members: Object.fromEntries(members.map((member) => [member.participant_id, member])),
      ...page,
      pins,
      ...(knocking.length > 0 ? { knocking } : {}),
      ...aiOf(settingsOf(ais, demo), turns),
    };
  });
}

/** Absent in a room that never had an AI. */
function aiOf(settings: RoomAiView["settings"], turns: RoomTurns | null): { ai?: RoomAiView } {
  const none = Object.keys(settings).length === 0 && (!turns || Object.keys(turns.turns).length === 0);
  return none ? {} : { ai: { ...emptyRoomAi(), settings, ...turns } };
}

/** Those that have their place in the room: of one that is just coming in the log tells. */
function settingsOf(ais: readonly RoomAiSettings[], demo: boolean): RoomAiView["settings"] {
  return Object.fromEntries(
    ais.filter(({ seeded }) => seeded).map((each) => [each.participant_id, asRoomAi(each, demo)]),
  );
}

/** Who asks to be let in. As many as may wait at one door. */
async function readKnocking(tx: Reader, roomId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    select m.participant_id as id from app.room_members m join app.events e on e.id = m.member_event_id
    where m.room_id = ${roomId} and m.membership = 'knock' order by e.stream_position limit 200`);
  return rows.map(({ id }) => id);
}

function readMembers(tx: Reader, roomId: string): Promise<Member[]> {
  return tx.rows<Member>(sql`
    select m.participant_id, m.membership, m.power_level,
      to_char(m.joined_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as joined_at,
      jsonb_build_object('id', p.id, 'local_id', p.local_id, 'server_name', p.server_name,
        'display_name', p.display_name, 'participant_type', p.participant_type, 'avatar_url', p.avatar_url,
        'model', p.model) as participant
    from app.room_members m join app.participants p on p.id = m.participant_id
    where m.room_id = ${roomId} and m.membership in ('join', 'invite')
    order by m.joined_at, m.participant_id limit ${maxMembers}`);
}
