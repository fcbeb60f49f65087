import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { stickyStates } from "#/domain/presence/events.ts";
import { eventTypes } from "#/domain/stream/event-frames.ts";

/**
 * What the realtime door and the web application say to each other. Both directions carry the shared secret, and
 * neither is reachable through the public port.
 */
export const secretHeader = "x-scaiwave-secret";
/** The shorter ones can be guessed; a door without a good secret lets nobody in. */
export const minSecretLength = 32;

/** Asked of the web application by the party, for each opening. */
export const openPath = "/internal/stream/open";
/** Asked of a hub by the web application: `hubPath(hubName(tenantId, 0), "publish")`. `close` ends every stream of a suspended tenant. */
export const hubActions = ["publish", "ephemeral", "presence", "close"] as const;
export type HubAction = (typeof hubActions)[number];
export const hubPath = (hub: string, action: HubAction): string => `/parties/tenant/${hub}/${action}`;
/** Asked of the party for many hubs at once: how many streams each of them holds. */
export const countPath = "/count";

/** A tenant's sockets can be spread over several hubs, by participant; how many is constant for a deployment. */
export const maxHubShards = 64;
/** Carries the number of shards with everything that the web application asks of a hub. */
export const shardsHeader = "x-scaiwave-shards";
/** The first shard bears the tenant's own id; it is the one to ask and to tell what is not in the log. */
export const hubName = (tenantId: string, shard: number): string => (shard === 0 ? tenantId : `${tenantId}.${shard}`);
export const hubNames = (tenantId: string, shards: number): string[] =>
  Array.from({ length: shards }, (_, shard) => hubName(tenantId, shard));

/** Tenant and shard of a hub's name, or null. */
export function readHubName(name: string): { tenantId: string; shard: number } | null {
  const match = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.([1-9]\d?))?$/.exec(name);
  const shard = Number(match?.[2] ?? 0);
  return match && shard < maxHubShards ? { tenantId: match[1]!, shard } : null;
}

/** The shard that holds all devices of a participant (FNV-1a of the id). */
export function shardOf(participantId: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < participantId.length; index += 1) {
    hash = Math.imul(hash ^ participantId.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash % shards;
}
/** Asked of the party by its supervisor before it stops: every stream is closed with 1012, so that clients return at once. */
export const drainPath = "/drain";

export const maxBatchEvents = 200;
/**
 * The subscriber's own limit for one batch, in bytes of JSON; a single event may be larger, never as large as
 * `maxBodyBytes`. The hub sends a batch before the network takes any of it, so this must be far below the megabyte
 * at which a reader counts as too slow.
 */
export const maxBatchBytes = 256_000;
export const maxBodyBytes = 4_000_000;
export const maxEphemeralFrames = 200;
export const maxPresenceIds = 500;
export const maxTokenLength = 4096;

/** The opening question. `origin` and `host` are the headers of the upgrade; only programs may lack an origin. */
export const openRequest = z.strictObject({
  token: z.string().check(z.minLength(1), z.maxLength(maxTokenLength)),
  origin: z.nullable(z.string().check(z.maxLength(512))),
  host: z.string().check(z.maxLength(255)),
});
export type OpenRequest = z.infer<typeof openRequest>;

/**
 * The answer (200): what the hub must know of one socket. All of it is read in one snapshot, whose head is
 * `stream_position`; the hub applies what it has processed since. A refusal is `{error: {code, message}}`.
 */
export const openFacts = z.object({
  tenant_id: id,
  /** The tenant's host without port. */
  server_name: z.string(),
  participant_id: id,
  /** The session (or token family) that dies with `swp.session.ended`; null for what has none. */
  session_id: z.nullable(z.string()),
  /** One per page load: a second stream of the same client closes the first. Null for programs. */
  client_id: z.nullable(z.string().check(z.maxLength(64))),
  expires_at: z.nullable(z.iso.datetime()),
  /** A credential that changes nothing: the stream listens, and neither types nor appears to others. */
  read_only: z.optional(z.boolean()),
  /** The party adds this for a client that asked for `presence_list` frames. */
  presence_lists: z.optional(z.boolean()),
  room_ids: z.array(id).check(z.maxLength(10_000)),
  workspace_ids: z.array(id).check(z.maxLength(10_000)),
  presence: z.object({
    sticky: z.nullable(z.enum(stickyStates)),
    /** Those who see through `appear_offline`: a DM within the last 24 hours. */
    visible_to: z.array(id).check(z.maxLength(1_000)),
  }),
  stream_position: z.int().check(z.gte(0)),
  /** Over how many hubs the tenant's sockets are spread; one unless said otherwise. */
  hub_shards: z.optional(z.int().check(z.gte(1), z.lte(maxHubShards))),
});
export type OpenFacts = z.infer<typeof openFacts>;

export const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

const also = z.array(id);
export const audience = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("room"), room_id: id, also }),
  z.object({ kind: z.literal("workspace"), workspace_id: id, also }),
  z.object({ kind: z.literal("participants"), also }),
  z.object({ kind: z.literal("tenant") }),
]);

/** A batch's own form. Its events are looked at one by one, so that one bad event cannot stop the stream. */
export const batchForm = z.object({
  tenant_id: id,
  after: z.int().check(z.gte(0)),
  events: z.array(z.looseObject({ stream_position: z.int() })).check(z.maxLength(maxBatchEvents)),
});

/** What of an event the hub relies on; the rest passes through. */
export const eventForm = z.looseObject({
  type: z.string(),
  tenant_id: id,
  sender_id: z.nullable(id),
  room_id: z.nullable(id),
  content: z.looseObject({}),
  audience,
});

/** 200 and 409 alike: the position up to which the hub has processed the log. 409 means that `after` lies beyond it. */
export const publishReply = z.object({ position: z.int().check(z.gte(0)) });

const logged: ReadonlySet<string> = new Set(eventTypes);
/** Frames that skip the log. What is in the log comes from the log alone, or positions would lie. */
export const ephemeralForm = z.object({
  frames: z
    .array(
      z.object({
        audience,
        frame: z.looseObject({
          type: z.string().check(
            z.maxLength(64),
            z.refine((type) => !logged.has(type) && !reserved.has(type)),
          ),
        }),
      }),
    )
    .check(z.maxLength(maxEphemeralFrames)),
});
/** What a hub answers to frames: turns of AIs of which it lacks the beginning, to be sent whole. */
export const ephemeralReply = z.object({ resend: z._default(z.array(id), []) });

const reserved: ReadonlySet<string> = new Set(["hello", "ping", "error", "presence", "presence_list"]);

export const countForm = z.object({ hubs: z.array(z.string().check(z.maxLength(64))).check(z.maxLength(1_000)) });
export const countReply = z.object({ counts: z.array(z.int()) });

/** `typing` by REST: the web application has checked the membership, the hub clears it after four seconds. */
export const typingForm = z.looseObject({ room_id: id, participant_id: id, typing: z.boolean() });

/** What `viewer_id` may see of the presence of others; people whom the hub does not know are offline. */
export const presenceQuestion = z.object({ viewer_id: id, ids: z.array(id).check(z.maxLength(maxPresenceIds)) });
