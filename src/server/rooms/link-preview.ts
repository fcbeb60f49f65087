import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { JoinByLinkInput } from "#/domain/rooms/inputs.ts";
import type { LinkPreview } from "#/domain/rooms/schema.ts";
import { type Context, reading } from "#/server/database/context.ts";
import type { RateLimits } from "#/server/limits/rate-limits.ts";
import { behindLink } from "#/server/rooms/invite-links.ts";
import { memberOf } from "#/server/rooms/read.ts";

/**
 * What whoever holds a link may know before coming in: the room's name and icon, how many are in it, and who invites.
 * Whatever `joinByLink` refuses is refused here, alike: SW_INVITE_LINK_INVALID. SW_RATE_LIMIT_EXCEEDED.
 */
export async function previewLink(
  ctx: Context,
  { limits }: { limits: RateLimits },
  { secret }: JoinByLinkInput,
): Promise<LinkPreview> {
  const me = ctx.actor.participantId;
  await limits.consume("invite_link", ctx.actor.tenantId, me);
  return reading(ctx, async (tx) => {
    const { room, linkId } = await behindLink(tx, ctx, secret);
    const mine = await memberOf(tx, room.id, me);
    if (mine?.membership === "ban") throw new SwError("SW_INVITE_LINK_INVALID");
    const [row] = await tx.rows<{ usable: boolean; member_count: number; invited_by: string }>(sql`
      select l.max_uses is null or l.uses < l.max_uses as usable, by.display_name as invited_by,
        (select count(*)::int from app.room_members m where m.room_id = l.room_id and m.membership = 'join') as member_count
      from app.invite_links l join app.participants by on by.id = l.created_by where l.id = ${linkId}`);
    if (!row || (!row.usable && mine?.membership !== "join")) throw new SwError("SW_INVITE_LINK_INVALID");
    return { name: room.name, icon: room.icon ?? null, member_count: row.member_count, invited_by: row.invited_by };
  });
}
