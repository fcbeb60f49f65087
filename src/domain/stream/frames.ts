import * as z from "zod/mini";
import { type ErrorCode, errorTable } from "#/domain/errors.ts";
import { id } from "#/domain/ids.ts";
import type { PresenceState } from "#/domain/presence/events.ts";
import { deviceStates } from "#/domain/presence/rules.ts";

/** One frame of a client, in UTF-8 bytes (the protocol's limit). */
export const maxClientFrameBytes = 4096;

/** The frames a client may send. Strict: a key that means nothing here is a mistake or an attack. */
export const clientFrame = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("typing"), room_id: id, typing: z.boolean() }),
  z.strictObject({ type: z.literal("presence"), status: z.enum(deviceStates) }),
  z.strictObject({
    type: z.literal("pong"),
    ts: z.optional(z.string().check(z.maxLength(40))),
    stream_position: z.optional(z.number()),
  }),
]);
export type ClientFrame = z.infer<typeof clientFrame>;

/** Frames of the stream that are not in the log: nothing replays them. */
export type TransientFrame =
  | { type: "hello"; session_id: string; server_name: string; tenant_id: string; stream_position: number; ts: string }
  | { type: "ping"; stream_position: number; ts: string }
  | { type: "typing"; room_id: string; participant_id: string; typing: boolean; tenant_id: string; ts: string }
  | { type: "presence"; participant_id: string; status: PresenceState; tenant_id: string; ts: string }
  | {
      type: "presence_list";
      people: { participant_id: string; status: PresenceState }[];
      tenant_id: string;
      ts: string;
    }
  | { type: "error"; code: ErrorCode; message: string; ts: string };

const utf8 = new TextEncoder();

/**
 * Reads what a client sent. Never throws: the answer is a frame, or the sentence of why it is none
 * (to be sent back as an `error` frame with SW_FRAME_INVALID).
 */
export function readClientFrame(data: unknown): { frame: ClientFrame } | { refused: string } {
  if (typeof data !== "string") return { refused: "Frames are text." };
  // UTF-8 is never shorter than UTF-16 units, so that a huge text is refused without encoding it.
  if (data.length > maxClientFrameBytes || utf8.encode(data).length > maxClientFrameBytes) {
    return { refused: `A frame is at most ${maxClientFrameBytes} bytes.` };
  }
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return { refused: "The frame is not JSON." };
  }
  if (typeof value !== "object" || value === null || Object.hasOwn(value, "__proto__")) {
    return { refused: errorTable.SW_FRAME_INVALID[1] };
  }
  const parsed = clientFrame.safeParse(value);
  return parsed.success ? { frame: parsed.data } : { refused: errorTable.SW_FRAME_INVALID[1] };
}
