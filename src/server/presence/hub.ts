import * as z from "zod/mini";
import { presenceStates } from "#/domain/presence/events.ts";
import { hubName, hubPath } from "#/domain/stream/contract.ts";
import type { Party } from "#/server/ports/party.ts";

/** Longer, and who asked is better served by an answer without it. */
const patienceMs = 2_000;

const presenceAnswer = z.object({ data: z.record(z.string(), z.enum(presenceStates)) });
export type States = z.infer<typeof presenceAnswer>["data"];

/** What the hub would show `viewerId` of these people; null when no hub answers. At most `maxPresenceIds` of them. */
export async function askPresence(
  party: Party,
  tenantId: string,
  question: { viewer_id: string; ids: readonly string[] },
): Promise<States | null> {
  try {
    const { status, body } = await party.post(
      hubPath(hubName(tenantId, 0), "presence"),
      question,
      AbortSignal.timeout(patienceMs),
    );
    const parsed = presenceAnswer.safeParse(body);
    return status === 200 && parsed.success ? parsed.data.data : null;
  } catch {
    return null;
  }
}

/** Tells the room's other members that someone types, or no longer does. Nobody waits for typing: failing is silence. */
export async function tellTyping(
  party: Party,
  tenantId: string,
  typing: { room_id: string; participant_id: string; typing: boolean },
): Promise<void> {
  const audience = { kind: "room", room_id: typing.room_id, also: [] };
  const body = { frames: [{ audience, frame: { type: "typing", ...typing } }] };
  await party
    .post(hubPath(hubName(tenantId, 0), "ephemeral"), body, AbortSignal.timeout(patienceMs))
    .catch(() => undefined);
}
