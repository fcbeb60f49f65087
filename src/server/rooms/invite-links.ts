import { createHash, randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type {
  CreateInviteLinkInput,
  InviteByMailInput,
  InviteLinkInput,
  JoinByLinkInput,
  RoomPageInput,
} from "#/domain/rooms/inputs.ts";
import { can } from "#/domain/rooms/permissions.ts";
import type { Membership, RoomDetails } from "#/domain/rooms/room.ts";
import type { InviteLink, NewInviteLink } from "#/domain/rooms/schema.ts";
import type { Config } from "#/server/config.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { Outcome, Reader, Writer } from "#/server/database/transact.ts";
import { enqueue } from "#/server/jobs/enqueue.ts";
import type { RateLimits } from "#/server/limits/rate-limits.ts";
import { findParticipant } from "#/server/participants/read.ts";
import { allow, lockRoom, type SeenRoom, seeRoom } from "#/server/rooms/access.ts";
import { change, write } from "#/server/rooms/membership.ts";
import { fromRow, memberOf, type RoomRow, roomColumns, roomDetails } from "#/server/rooms/read.ts";

type Deps = { limits: RateLimits; config: Pick<Config, "mode" | "port"> };

const hourMs = 3_600_000;
/** A room needs no more doors than this at once. */
const maxLinks = 50;
const mailedLinkHours = 168;

const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
const linkColumns = sql`l.id, l.room_id, l.created_by, ${iso("l.created_at")} as created_at,
  ${iso("l.expires_at")} as expires_at, l.max_uses, l.uses, ${iso("l.revoked_at")} as revoked_at`;

/**
 * Makes a link by which people of the tenant come into the room. Its secret is told this once and stored as a digest.
 * SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_ROOM_FROZEN, SW_ROOM_TYPE_INVARIANT, SW_ROOM_CAPACITY at fifty live links.
 */
export function createInviteLink(ctx: Context, deps: Deps, input: CreateInviteLinkInput): Promise<NewInviteLink> {
  return writing(ctx, async (tx): Promise<Outcome<NewInviteLink>> => {
    await lockRoom(tx, input.room_id);
    allow(await seeRoom(tx, ctx.actor, input.room_id), "invite");
    const hours = input.expires_in_hours;
    const expires = hours === null ? null : new Date(ctx.now().getTime() + hours * hourMs);
    const link = await insertLink(tx, ctx, { room_id: input.room_id, expires, maxUses: input.max_uses, email: null });
    return tx.emit([], () => ({ ...link, url: addressOf(deps.config, ctx, link.secret) }));
  });
}

type NewLink = { room_id: string; expires: Date | null; maxUses: number | null; email: string | null };

async function insertLink(tx: Writer, ctx: Context, link: NewLink): Promise<InviteLink & { secret: string }> {
  const now = ctx.now().toISOString();
  const [live] = await tx.rows<{ count: number }>(sql`
    select count(*)::int as count from app.invite_links
    where room_id = ${link.room_id} and email is null and revoked_at is null and (expires_at is null or expires_at > ${now}::timestamptz)`);
  if (link.email === null && live!.count >= maxLinks) throw new SwError("SW_ROOM_CAPACITY", "Revoke a link first.");
  const secret = randomBytes(24).toString("base64url");
  const [row] = await tx.rows<InviteLink>(sql`
    insert into app.invite_links as l (tenant_id, id, room_id, secret_hash, created_by, created_at, expires_at, max_uses, email)
    values (${tx.tenantId}, ${ctx.newId()}, ${link.room_id}, decode(${digest(secret)}, 'hex'), ${ctx.actor.participantId},
      ${now}::timestamptz, ${link.expires?.toISOString() ?? null}::timestamptz, ${link.maxUses}, ${link.email})
    returning ${linkColumns}`);
  return { ...row!, secret };
}

/** The links that lead into a room, the newest first, the dead ones too. For those who may invite. */
export function listInviteLinks(ctx: Context, { room_id, limit, offset }: RoomPageInput): Promise<InviteLink[]> {
  return reading(ctx, async (tx) => {
    allow(await seeRoom(tx, ctx.actor, room_id), "invite");
    return tx.rows<InviteLink>(sql`
      select ${linkColumns} from app.invite_links l where l.room_id = ${room_id} and l.email is null
      order by l.created_at desc, l.id desc limit ${limit} offset ${offset}`);
  });
}

/**
 * Makes a link worthless, at once: one's own, or anybody's for those who may remove members. Again it changes nothing.
 * SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_INVITE_LINK_INVALID for none of this room.
 */
export function revokeInviteLink(ctx: Context, { room_id, link_id }: InviteLinkInput): Promise<InviteLink> {
  return writing(ctx, async (tx): Promise<Outcome<InviteLink>> => {
    const seen = await seeRoom(tx, ctx.actor, room_id);
    allow(seen, "invite");
    const [known] = await tx.rows<{ created_by: string }>(sql`
      select created_by from app.invite_links where id = ${link_id} and room_id = ${room_id} for update`);
    if (!known) throw new SwError("SW_INVITE_LINK_INVALID");
    if (known.created_by !== ctx.actor.participantId) allow(seen, "kick");
    const [row] = await tx.rows<InviteLink>(sql`
      update app.invite_links l set revoked_at = coalesce(revoked_at, ${ctx.now().toISOString()}::timestamptz)
      where id = ${link_id} returning ${linkColumns}`);
    return tx.emit([], () => row!);
  });
}

type Door = RoomRow & {
  link_id: string;
  maker_membership: Membership | null;
  maker_power: number | null;
  holds: boolean;
};

/**
 * Comes into a room by a link, whoever of the tenant holds its secret. A link that is expired, used up, revoked, of another
 * tenant or of nobody, whose maker may invite no more, or that leads where one is banned or may not know of, is refused
 * alike: SW_INVITE_LINK_INVALID. Of several who come for the last use at once, one gets it; members use none up.
 */
export async function joinByLink(ctx: Context, { limits }: Deps, { secret }: JoinByLinkInput): Promise<RoomDetails> {
  await limits.consume("invite_link", ctx.actor.tenantId, ctx.actor.participantId);
  return writing(ctx, async (tx): Promise<Outcome<RoomDetails>> => {
    const me = ctx.actor.participantId;
    const door = await openDoor(tx, ctx, secret);
    const before = await memberOf(tx, door.room.id, me);
    if (before?.membership === "ban") throw new SwError("SW_INVITE_LINK_INVALID");
    if (before?.membership === "join") {
      const mine = await roomDetails(tx, ctx.actor, door.room.id);
      return tx.emit([], () => mine);
    }
    const [used] = await tx.rows(sql`
      update app.invite_links set uses = uses + 1
      where id = ${door.linkId} and (max_uses is null or uses < max_uses) returning id`);
    if (!used) throw new SwError("SW_INVITE_LINK_INVALID");
    const participant = await findParticipant(tx, me, "share");
    const seen = { room: door.room, power_level: 0 };
    const request = { act: "join", room_id: door.room.id, subject_id: me } as const;
    const { events } = await write(tx, ctx, { ...request, seen, before, participant, becomes: "join" });
    const details = await roomDetails(tx, ctx.actor, door.room.id);
    return tx.emit(events, () => details);
  });
}

type Behind = { linkId: string; room: SeenRoom["room"] };

async function openDoor(tx: Writer, ctx: Context, secret: string): Promise<Behind> {
  const [where] = await tx.rows<{ room_id: string }>(
    sql`select room_id from app.invite_links where secret_hash = decode(${digest(secret)}, 'hex')`,
  );
  if (!where) throw new SwError("SW_INVITE_LINK_INVALID");
  await lockRoom(tx, where.room_id);
  return behindLink(tx, ctx, secret);
}

/** The room that a link still leads this actor into; whether it has a use left is the caller's question. */
export async function behindLink(tx: Reader, ctx: Context, secret: string): Promise<Behind> {
  const [row] = await tx.rows<Door>(sql`
    select ${roomColumns}, l.id as link_id, maker.membership as maker_membership, maker.power_level as maker_power,
      app.holds_role(r.read_role_slugs, ${ctx.actor.participantId}) as holds
    from app.invite_links l
    join app.rooms r on r.id = l.room_id and r.deleted_at is null
    left join app.room_members maker on maker.room_id = r.id and maker.participant_id = l.created_by
    where l.secret_hash = decode(${digest(secret)}, 'hex') and l.revoked_at is null
      and (l.expires_at is null or l.expires_at > ${ctx.now().toISOString()}::timestamptz)`);
  if (!row) throw new SwError("SW_INVITE_LINK_INVALID");
  const { link_id, maker_membership, maker_power, holds, ...rest } = row;
  const room = fromRow(rest);
  const maker = { room, membership: maker_membership, power_level: maker_power ?? 0 };
  if (!holds || can(maker, "invite") !== null) throw new SwError("SW_INVITE_LINK_INVALID");
  return { linkId: link_id, room };
}

/**
 * Invites whoever has this mail address: somebody of the tenant as by their name, and anybody by a link in a mail that
 * works once, for a week. The answer is the same for both, so that nobody asks it who has which address.
 * SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_RATE_LIMIT_EXCEEDED.
 */
export async function inviteByMail(ctx: Context, deps: Deps, { room_id, email }: InviteByMailInput): Promise<null> {
  await deps.limits.consume("mail_account", ctx.actor.tenantId, email);
  await deps.limits.consume("invite_mail", ctx.actor.tenantId, ctx.actor.participantId);
  return writing(ctx, async (tx): Promise<Outcome<null>> => {
    await lockRoom(tx, room_id);
    const seen = await seeRoom(tx, ctx.actor, room_id);
    allow(seen, "invite");
    const known = await knownAt(tx, room_id, email);
    if (known && !known.brought) return tx.emit([], () => null);
    const events = known ? (await change(tx, ctx, { act: "invite", room_id, subject_id: known.id })).events : [];
    const expires = new Date(ctx.now().getTime() + mailedLinkHours * hourMs);
    const { secret } = await insertLink(tx, ctx, { room_id, expires, maxUses: 1, email });
    const by = await findParticipant(tx, ctx.actor.participantId);
    const id = ctx.newId();
    // A mail outlives the room; of an incognito one not even the name may.
    const name = seen.room.room_type === "incognito" ? null : seen.room.name;
    const words = invitationWords(by.display_name, name, addressOf(deps.config, ctx, secret));
    enqueue(tx, { id, kind: "mail.send", payload: { id, to: email, ...words }, runAt: ctx.now() });
    return tx.emit(events, () => null);
  });
}

/** The person with this address; `brought` tells whether they may be brought into the room and are not there yet. */
async function knownAt(tx: Writer, roomId: string, email: string) {
  const [known] = await tx.rows<{ id: string; brought: boolean }>(sql`
    select p.id, coalesce(m.membership, 'leave') in ('leave', 'knock') and app.holds_role(r.read_role_slugs, p.id) as brought
    from app.participants p join app.rooms r on r.id = ${roomId}
    left join app.room_members m on m.room_id = r.id and m.participant_id = p.id
    where lower(p.email) = ${email} and p.deactivated_at is null`);
  return known;
}

function invitationWords(inviter: string, name: string | null, address: string) {
  const room = name === null ? "a room" : `the room ${name}`;
  const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").slice(0, 200);
  return {
    subject: oneLine(`${inviter} invites you to ${room}`),
    text: `${oneLine(inviter)} invites you to ${oneLine(room)}.

Come in here. The link works once, for a week:

${address}
`,
  };
}

/** The tenant's own host as configured, never the one a request named; see `linkAddress` of the accounts. */
function addressOf({ mode, port }: Deps["config"], { actor }: Context, secret: string): string {
  const origin = mode === "production" ? `https://${actor.serverName}` : `http://${actor.serverName}:${port}`;
  return `${origin}/invite/${secret}`;
}

/** Secrets are random, so a plain digest is enough. */
function digest(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
