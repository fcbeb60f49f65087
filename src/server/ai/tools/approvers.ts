import { sql } from "drizzle-orm";
import { mayDecide } from "#/domain/ai/tool-calls.ts";
import type { Standing } from "#/domain/rooms/permissions.ts";
import { array } from "#/server/database/array.ts";
import type { Reader } from "#/server/database/transact.ts";

type Row = Standing["room"] & Omit<Standing, "room"> & { id: string };

/** Those of these people who may decide on calls of tools in the room at this moment. An AI never may. */
export async function stillMayDecide(tx: Reader, roomId: string, people: readonly string[]): Promise<Set<string>> {
  if (people.length === 0) return new Set();
  const found = await tx.rows<Row>(sql`
    select p.id, r.room_type, r.state, r.required_power, m.membership, m.power_level
    from app.participants p
    join app.rooms r on r.id = ${roomId} and r.deleted_at is null and app.holds_role(r.read_role_slugs, p.id)
    join app.room_members m on m.room_id = r.id and m.participant_id = p.id
    where p.id = any(${array([...new Set(people)])}::uuid[]) and p.participant_type = 'human' and p.deactivated_at is null`);
  const standing = ({ room_type, state, required_power, membership, power_level }: Row): Standing => ({
    room: { room_type, state, required_power },
    membership,
    power_level,
  });
  return new Set(found.filter((row) => mayDecide(standing(row)) === null).map(({ id }) => id));
}
