import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { draftKey, maxDrafts } from "#/domain/messages/draft.ts";
import type { ThreadPlace } from "#/domain/messages/unread.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import type { Me, Overview, RoomEntry, UnreadRef, WorkspaceEntry } from "#/domain/views/state.ts";
import { storedSettings } from "#/server/ai/tenant-settings.ts";
import { type Context, reading } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { headOf } from "#/server/log/read.ts";
import { draftEntries } from "#/server/messages/drafts.ts";
import { threadPlacesColumn, unreadRefs } from "#/server/messages/unread.ts";
import { readOwn, readStatuses } from "#/server/participants/read-own.ts";
import { fromRow, roomColumns } from "#/server/rooms/read.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** Bounds of one page: beyond them the directory and the room list are paged by their own endpoints. */
const maxParticipants = 1_000;
const maxRooms = 1_000;

const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** What every page starts from, all of one moment: `stream_position` is where its reader continues in the log. */
export function overview(ctx: Context, tenant: Tenant, instanceGateway = false): Promise<Overview> {
  return reading(ctx, async (tx) => {
    const me = ctx.actor.participantId;
    const [stream_position, self, own, participants, statuses, workspaces, rooms, drafts, ai] = await Promise.all([
      headOf(tx),
      readMe(tx, me),
      readOwn(tx, me),
      readParticipants(tx),
      readStatuses(tx, ctx.now()),
      readWorkspaces(tx, me),
      readRooms(tx, me),
      draftEntries(tx, me, { limit: maxDrafts, offset: 0 }),
      storedSettings(tx),
    ]);
    return {
      stream_position,
      tenant: { id: tenant.id, slug: tenant.slug, name: tenant.name, server_name: tenant.serverName },
      ai: { hidden: ai.hidden, demo: ai.gateway_url === null && !instanceGateway },
      me: self,
      participants: byId(participants),
      statuses,
      own,
      workspaces: byId(workspaces),
      rooms: byId(rooms),
      drafts: Object.fromEntries(drafts.map((draft) => [draftKey(draft), draft])),
    };
  });
}

function byId<T extends { id: string }>(rows: T[]): Record<string, T> {
  return Object.fromEntries(rows.map((row) => [row.id, row]));
}

async function readMe(tx: Reader, id: string): Promise<Me> {
  const [row] = await tx.rows<Me>(sql`
    select id, local_id, server_name, display_name, participant_type, avatar_url, model, email, to_jsonb(roles) as roles,
      personal_workspace_id, sticky_presence
    from app.participants where id = ${id}`);
  if (!row) throw new SwError("SW_AUTH_INVALID_TOKEN");
  return row;
}

function readParticipants(tx: Reader): Promise<Participant[]> {
  return tx.rows<Participant>(sql`
    select id, local_id, server_name, display_name, participant_type, avatar_url, model
    from app.participants where deactivated_at is null order by created_at, id limit ${maxParticipants}`);
}

function readWorkspaces(tx: Reader, me: string): Promise<WorkspaceEntry[]> {
  return tx.rows<WorkspaceEntry>(sql`
    select w.id, w.slug, w.name, w.description, w.icon, w.kind, ${iso("w.created_at")} as created_at,
      ${iso("w.archived_at")} as archived_at, m.role
    from app.workspace_members m join app.workspaces w on w.id = m.workspace_id
    where m.participant_id = ${me} and w.archived_at is null order by w.created_at, w.id limit 200`);
}

type EntryRow = Omit<
  RoomEntry,
  "dm_participant_ids" | "unread" | "read_position" | "last_position" | "hidden_until" | "engagements"
> & {
  dm_key: string | null;
  hidden_until: string | null;
  read_position: string;
  last_position: string;
  unread: UnreadRef[];
  threads: Record<string, ThreadPlace>;
  engagements: NonNullable<RoomEntry["engagements"]> | null;
};

/**
 * Unread is computed from the log each time: what others said after one's marker (or one's join), not removed, and not
 * said by the server itself. There is no counter that could drift.
 */
async function readRooms(tx: Reader, me: string): Promise<RoomEntry[]> {
  const rows = await tx.rows<EntryRow>(sql`
    select ${roomColumns}, m.membership, m.power_level, m.notification_mode, ${iso("m.muted_until")} as muted_until,
      m.hidden_until, place.read_position,
      newest.stream_position as last_position, floor(extract(epoch from newest.created_at))::int as last_ts,
      coalesce(unread.refs, '[]') as unread,
      case when m.membership = 'join' then (
        select jsonb_object_agg(a.participant_id, a.engagement) from app.room_ai a
        join app.room_members there on there.room_id = a.room_id and there.participant_id = a.participant_id
          and there.membership = 'join'
        where a.room_id = r.id
      ) end as engagements,
      case when m.membership = 'join' then ${threadPlacesColumn(me, sql`r.id`, sql`joined.stream_position`)} else '{}' end as threads
    from app.room_members m
    join app.rooms r on r.id = m.room_id
    join app.events joined on joined.id = m.member_event_id
    left join app.read_markers marker on marker.room_id = m.room_id and marker.participant_id = m.participant_id
    cross join lateral (
      select greatest(joined.stream_position, coalesce(marker.position, 0)) as read_position
    ) place
    cross join lateral (
      select e.stream_position, e.created_at from app.events e
      where e.room_id = r.id and e.stream_position >= joined.stream_position
        and (e.id = joined.id or (e.type = 'swp.room.message' and m.membership = 'join'))
      order by e.stream_position desc limit 1
    ) newest
    left join lateral (
      ${unreadRefs(me, sql`r.id`, sql`place.read_position`, "timeline")}
    ) unread on m.membership = 'join'
    where m.participant_id = ${me} and m.membership in ('join', 'invite')
      and r.deleted_at is null and app.holds_role(r.read_role_slugs, ${me})
    order by r.id limit ${maxRooms}`);
  return rows.map(({ hidden_until, read_position, last_position, unread, engagements, ...row }) => ({
    ...fromRow(row),
    hidden_until: hidden_until === null ? null : Number(hidden_until),
    read_position: Number(read_position),
    last_position: Number(last_position),
    unread,
    ...(engagements ? { engagements } : {}),
  }));
}
