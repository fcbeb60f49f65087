import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { roomTypes } from "#/domain/rooms/room.ts";
import { name, shortText } from "#/domain/text.ts";

/** What each verb on rooms takes. Strict: an unknown key such as `power_level` or `creator_id` is refused, not ignored. */
const roomName = name(80);
const topic = shortText(500);
const reason = shortText(500);
const searchWords = z.string().check(z.maxLength(100));
const offset = z._default(z.int().check(z.minimum(0), z.maximum(100_000)), 0);

export const createRoomInput = z
  .strictObject({
    room_type: z.optional(z.enum(["group", "public"])),
    /** The documented alternative to `room_type: "public"`. */
    is_public: z.optional(z.boolean()),
    name: roomName,
    topic: z.optional(topic),
    /** The actor's personal workspace when absent. */
    workspace_id: z.optional(id),
    event_uuid: z.optional(id),
  })
  .check(
    z.refine(
      ({ room_type, is_public }) =>
        room_type === undefined || is_public === undefined || is_public === (room_type === "public"),
      "room_type and is_public contradict each other.",
    ),
  );
export const createDmInput = z.strictObject({ participant_id: id });
export const roomInput = z.strictObject({ room_id: id });
export const inviteInput = z.strictObject({ room_id: id, participant_id: id });
export const kickInput = z.strictObject({ room_id: id, participant_id: id, reason: z.optional(reason) });
export const renameRoomInput = z.strictObject({ room_id: id, name: roomName });
export const setTopicInput = z.strictObject({ room_id: id, topic: z.nullable(topic) });
export const listMembersInput = z.strictObject({
  room_id: id,
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 100),
  offset,
});
/** A page of the tenant's rooms that one may see. `q` matches anywhere in name or topic, letter case aside. */
export const directoryInput = z.strictObject({
  q: z.optional(searchWords),
  room_type: z.optional(z.enum(roomTypes)),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
  offset,
});
export const listRoomsInput = z.strictObject({
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 200),
  offset,
});

export type CreateRoomInput = z.infer<typeof createRoomInput>;
export type CreateDmInput = z.infer<typeof createDmInput>;
export type RoomInput = z.infer<typeof roomInput>;
export type InviteInput = z.infer<typeof inviteInput>;
export type KickInput = z.infer<typeof kickInput>;
export type RenameRoomInput = z.infer<typeof renameRoomInput>;
export type SetTopicInput = z.infer<typeof setTopicInput>;
export type ListMembersInput = z.infer<typeof listMembersInput>;
export type DirectoryInput = z.infer<typeof directoryInput>;
export type ListRoomsInput = z.infer<typeof listRoomsInput>;
