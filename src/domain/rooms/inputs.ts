import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { adjustableActions } from "#/domain/rooms/powers.ts";
import { notificationModes, powerLevel, roomTypes } from "#/domain/rooms/room.ts";
import { name, shortText, slug } from "#/domain/text.ts";

/** What each verb on rooms takes. Strict: an unknown key such as `power_level` or `creator_id` is refused, not ignored. */
const roomName = name(80);
const topic = shortText(500);
const reason = shortText(500);
const searchWords = z.string().check(z.maxLength(100));
const offset = z._default(z.int().check(z.minimum(0), z.maximum(100_000)), 0);

/** An emoji or a letter or two. */
const icon = name(8);
/** Names of roles and of groups, written as slugs. */
const roleSlugs = z.array(slug).check(z.minLength(1), z.maxLength(20));

export const createRoomInput = z
  .strictObject({
    room_type: z.optional(z.enum(["group", "public", "incognito"])),
    /** The documented alternative to `room_type: "public"`. */
    is_public: z.optional(z.boolean()),
    /** The documented alternative to `room_type: "incognito"`. */
    scope_kind: z.optional(z.nullable(z.enum(["incognito"]))),
    name: roomName,
    topic: z.optional(topic),
    icon: z.optional(icon),
    room_alias: z.optional(slug),
    /** `restricted` needs `read_role_slugs`: only who holds one of them sees the room. */
    visibility: z.optional(z.enum(["normal", "restricted"])),
    read_role_slugs: z.optional(roleSlugs),
    /** Of an incognito room: that it ends when the one who makes it leaves. */
    closes_with_creator: z.optional(z.boolean()),
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
    z.refine(
      ({ room_type, is_public, scope_kind }) =>
        scope_kind !== "incognito" || (!is_public && (room_type === undefined || room_type !== "public")),
      "A public room can't be incognito.",
    ),
    z.refine(
      ({ visibility, read_role_slugs }) => (visibility === "restricted") === (read_role_slugs !== undefined),
      "A restricted room, and no other, needs read_role_slugs.",
    ),
    z.refine(
      (input) => !input.closes_with_creator || isIncognito(input),
      "Only an incognito room can close with the one who made it.",
    ),
    z.refine((input) => !input.room_alias || !isIncognito(input), "An incognito room has no address."),
  );

/** Incognito is a type of room; the documented `scope_kind` says the same. */
export function isIncognito(input: {
  room_type?: string | undefined;
  scope_kind?: string | null | undefined;
}): boolean {
  return input.room_type === "incognito" || input.scope_kind === "incognito";
}

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

const memberOfRoom = { room_id: id, participant_id: id };
export const banInput = z.strictObject({ ...memberOfRoom, reason: z.optional(reason) });
export const memberInput = z.strictObject(memberOfRoom);
/** A page of a room's people of one kind: the banned, those who knock, those who are invited. */
export const roomPageInput = z.strictObject({
  room_id: id,
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 100),
  offset,
});
/** The room that one knows of: by its address, or by its id. */
const knownRoom = { room_alias: z.optional(slug), room_id: z.optional(id) };
const oneOfBoth = z.refine<{ room_alias?: string | undefined; room_id?: string | undefined }>(
  ({ room_alias, room_id }) => (room_alias === undefined) !== (room_id === undefined),
  "Give either room_alias or room_id.",
);
export const knockInput = z.strictObject({ ...knownRoom, reason: z.optional(shortText(300)) }).check(oneOfBoth);
export const withdrawKnockInput = z.strictObject(knownRoom).check(oneOfBoth);
export const setPowerInput = z.strictObject({ ...memberOfRoom, power_level: powerLevel });
/** What is left out stays; null goes back to the default. */
export const setPermissionsInput = z.strictObject({
  room_id: id,
  required_power: z.partialRecord(z.enum(adjustableActions), z.nullable(powerLevel)),
});
export const setAliasInput = z.strictObject({ room_id: id, room_alias: z.nullable(slug) });
export const setIconInput = z.strictObject({ room_id: id, icon: z.nullable(icon) });
export const moveRoomInput = z.strictObject({ room_id: id, workspace_id: id });
export const aliasInput = z.strictObject({ alias: slug });
export const notificationModeInput = z.strictObject({
  room_id: id,
  notification_mode: z.nullable(z.enum(notificationModes)),
});
const instant = z.string().check(
  z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/),
  z.refine((text) => !Number.isNaN(Date.parse(text)), "Write a time such as 2026-11-21T18:00:00Z."),
);
/** A time in UTC until which the room is mute; the year 9999 for ever, null to hear it again. */
export const muteInput = z.strictObject({ room_id: id, muted_until: z.nullable(instant) });
export const createInviteLinkInput = z.strictObject({
  room_id: id,
  /** Null: until it is revoked. At most a year. */
  expires_in_hours: z._default(z.nullable(z.int().check(z.minimum(1), z.maximum(8_760))), 168),
  /** Null: any number of people. */
  max_uses: z._default(z.nullable(z.int().check(z.minimum(1), z.maximum(10_000))), null),
});
export const inviteLinkInput = z.strictObject({ room_id: id, link_id: id });
export const joinByLinkInput = z.strictObject({ secret: z.string().check(z.regex(/^[A-Za-z0-9_-]{20,100}$/)) });
export const inviteByMailInput = z.strictObject({
  room_id: id,
  email: z.pipe(
    z.pipe(
      z.string().check(z.maxLength(320)),
      z.transform((text: string) => text.trim().toLowerCase()),
    ),
    z.string().check(z.regex(/^[^\s@<>"',;:\\()[\]]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,253}[a-z0-9])?$/)),
  ),
});
export const archivedRoomsInput = z.strictObject({
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 100),
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
export type BanInput = z.infer<typeof banInput>;
export type MemberInput = z.infer<typeof memberInput>;
export type RoomPageInput = z.infer<typeof roomPageInput>;
export type KnockInput = z.infer<typeof knockInput>;
export type WithdrawKnockInput = z.infer<typeof withdrawKnockInput>;
export type SetPowerInput = z.infer<typeof setPowerInput>;
export type SetPermissionsInput = z.infer<typeof setPermissionsInput>;
export type SetAliasInput = z.infer<typeof setAliasInput>;
export type SetIconInput = z.infer<typeof setIconInput>;
export type MoveRoomInput = z.infer<typeof moveRoomInput>;
export type AliasInput = z.infer<typeof aliasInput>;
export type NotificationModeInput = z.infer<typeof notificationModeInput>;
export type MuteInput = z.infer<typeof muteInput>;
export type CreateInviteLinkInput = z.infer<typeof createInviteLinkInput>;
export type InviteLinkInput = z.infer<typeof inviteLinkInput>;
export type JoinByLinkInput = z.infer<typeof joinByLinkInput>;
export type InviteByMailInput = z.infer<typeof inviteByMailInput>;
export type ArchivedRoomsInput = z.infer<typeof archivedRoomsInput>;
