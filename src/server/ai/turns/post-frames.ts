import { ephemeralReply, hubNames, hubPath, maxEphemeralFrames } from "#/domain/stream/contract.ts";
import type { AiFrame } from "#/server/ai/turns/turn-streams.ts";
import type { Party } from "#/server/ports/party.ts";

const patienceMs = 1_000;
/** A hub that did not answer is left alone for this long; then it asks for what it lacks. */
const restMs = 500;
/** Of one post, in UTF-16 units of the frames' text: far below what a hub takes. */
const maxPostLength = 1_000_000;

/** Until when each shard is left alone. */
export type ShardTrouble = Map<string, number>;

type To = { party: Party; tenantId: string; shards: number; trouble: ShardTrouble };

/**
 * Posts frames to every shard of a tenant's hub, each by itself: shards do not hand these on. A hub that lacks the beginning
 * of a turn says so, and is sent the whole of it as `whole` answers it.
 */
export async function postFrames(
  to: To,
  frames: readonly AiFrame[],
  whole: (turnId: string) => AiFrame | null,
): Promise<void> {
  await Promise.all(hubNames(to.tenantId, to.shards).map((hub) => postToHub(to, hub, frames, whole)));
}

async function postToHub(
  { party, trouble }: To,
  hub: string,
  frames: readonly AiFrame[],
  whole: (turnId: string) => AiFrame | null,
): Promise<void> {
  if ((trouble.get(hub) ?? 0) > performance.now()) return;
  try {
    const lacking = new Set<string>();
    for (const part of posts(frames)) for (const turnId of await post(party, hub, part)) lacking.add(turnId);
    const again = [...lacking].flatMap((turnId) => whole(turnId) ?? []);
    for (const part of posts(again)) await post(party, hub, part);
    trouble.delete(hub);
  } catch {
    // The realtime subscriber says loudly that the hub is away; these frames pass anyway.
    trouble.set(hub, performance.now() + restMs);
  }
}

async function post(party: Party, hub: string, frames: readonly AiFrame[]): Promise<string[]> {
  const body = {
    frames: frames.map((frame) => ({ audience: { kind: "room", room_id: frame.room_id, also: [] }, frame })),
  };
  const { status, body: answer } = await party.post(hubPath(hub, "ephemeral"), body, AbortSignal.timeout(patienceMs));
  if (status !== 200) throw new Error(`the hub answered ${status}`);
  const parsed = ephemeralReply.safeParse(answer);
  return parsed.success ? parsed.data.resend : [];
}

function posts(frames: readonly AiFrame[]): AiFrame[][] {
  const all: AiFrame[][] = [];
  let length = 0;
  for (const frame of frames) {
    const size = frame.type === "swp.room.message.chunk" ? frame.content.chunk_text.length : 0;
    const last = all.at(-1);
    if (last && last.length < maxEphemeralFrames && length + size <= maxPostLength) {
      last.push(frame);
      length += size;
    } else {
      all.push([frame]);
      length = size;
    }
  }
  return all;
}
