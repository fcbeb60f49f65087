import * as z from "zod/mini";
import {
  aliasInput,
  archivedRoomsInput,
  createDmInput,
  createRoomInput,
  directoryInput,
  listRoomsInput,
  moveRoomInput,
  muteInput,
  notificationModeInput,
  renameRoomInput,
  roomInput,
  setAliasInput,
  setIconInput,
  setTopicInput,
} from "#/domain/rooms/inputs.ts";
import { ownRoomSettings, room } from "#/domain/rooms/room.ts";
import { roomDetails } from "#/domain/rooms/schema.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { pageOf } from "#/server/database/page.ts";
import { moveRoom, setAlias, setIcon } from "#/server/rooms/change-room.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { archivedRooms, directory, getRoom, listRooms, roomByAlias } from "#/server/rooms/list-rooms.ts";
import { muteRoom, setNotificationMode } from "#/server/rooms/own-settings.ts";
import { people } from "#/server/rooms/people-procedures.ts";
import { renameRoom, setTopic } from "#/server/rooms/rename-room.ts";
import { archiveRoom, closeRoom, deleteRoom, rejoinRoom } from "#/server/rooms/room-state.ts";

export const roomsRouter = router({
  directory: procedure
    .meta({
      rest: "GET /directory/rooms",
      summary: "Lists the open rooms of the tenant that one may see: all public ones, and one's own of any type.",
      returns: z.array(roomDetails),
      page: "offset",
      example: { input: { q: "launch", room_type: "public", limit: 20 } },
    })
    .input(directoryInput)
    .query(({ ctx, input }) => pageOf(input, (page) => directory(ctx.use, page))),
  list: procedure
    .meta({
      rest: "GET /rooms",
      summary: "Lists the rooms one is in or invited to, by name.",
      returns: z.array(roomDetails),
      page: "offset",
      example: { input: { limit: 50 } },
    })
    .input(listRoomsInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listRooms(ctx.use, page))),
  get: procedure
    .meta({
      rest: "GET /rooms/{room_id}",
      summary: "Answers one room with the number of its members.",
      returns: roomDetails,
      errors: ["SW_ROOM_NOT_FOUND"],
    })
    .input(roomInput)
    .query(({ ctx, input }) => getRoom(ctx.use, input)),
  create: procedure
    .meta({
      rest: "POST /rooms",
      summary: "Makes a group, public or incognito room, with oneself as its administrator.",
      returns: roomDetails,
      errors: [
        "SW_WORKSPACE_NOT_FOUND",
        "SW_WORKSPACE_FORBIDDEN",
        "SW_ROOM_ALIAS_TAKEN",
        "SW_TENANT_CAPACITY",
        "SW_IDEMPOTENCY_CONFLICT",
      ],
      example: { input: { name: "Launch", room_type: "group", topic: "What is left until the 3rd" } },
    })
    .input(createRoomInput)
    .mutation(({ ctx, input }) => createRoom(ctx.use, input)),
  createDm: procedure
    .meta({
      rest: "POST /rooms/dm",
      summary: "Answers the direct room with someone, and makes it at the first call.",
      returns: roomDetails,
      errors: ["SW_PARTICIPANT_NOT_FOUND", "SW_ROOM_TYPE_INVARIANT", "SW_TENANT_CAPACITY"],
    })
    .input(createDmInput)
    .mutation(({ ctx, input }) => createDm(ctx.use, input)),
  rename: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/name",
      summary: "Names a room.",
      returns: room,
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_ROOM_FROZEN", "SW_ROOM_TYPE_INVARIANT"],
      example: { input: { name: "Launch in March" } },
    })
    .input(renameRoomInput)
    .mutation(({ ctx, input }) => renameRoom(ctx.use, input)),
  setTopic: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/topic",
      summary: "Sets the topic of a room, or removes it with null.",
      returns: room,
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_ROOM_FROZEN", "SW_ROOM_TYPE_INVARIANT"],
      example: { input: { topic: "What is left until the 3rd" } },
    })
    .input(setTopicInput)
    .mutation(({ ctx, input }) => setTopic(ctx.use, input)),
  archived: procedure
    .meta({
      rest: "GET /rooms/archived",
      summary: "Lists the archived and closed rooms one is in, by name.",
      returns: z.array(roomDetails),
      page: "offset",
    })
    .input(archivedRoomsInput)
    .query(({ ctx, input }) => pageOf(input, (page) => archivedRooms(ctx.use, page))),
  byAlias: procedure
    .meta({
      rest: "GET /rooms/by-alias/{alias}",
      summary: "Answers the room with an address; absent and forbidden alike are not found.",
      returns: roomDetails,
      errors: ["SW_ROOM_NOT_FOUND"],
      example: { input: { alias: "launch" } },
    })
    .input(aliasInput)
    .query(({ ctx, input }) => roomByAlias(ctx.use, input)),
  archive: procedure
    .meta({
      rest: "POST /rooms/{room_id}/archive",
      summary: "Puts a room aside: it is read, and written in no more until it is opened again.",
      returns: room,
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_ROOM_FROZEN", "SW_ROOM_TYPE_INVARIANT"],
    })
    .input(roomInput)
    .mutation(({ ctx, input }) => archiveRoom(ctx.use, input)),
  rejoin: procedure
    .meta({
      rest: "POST /rooms/{room_id}/rejoin",
      summary: "Opens an archived room again.",
      returns: room,
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_ROOM_FROZEN"],
    })
    .input(roomInput)
    .mutation(({ ctx, input }) => rejoinRoom(ctx.use, input)),
  close: procedure
    .meta({
      rest: "POST /rooms/{room_id}/close",
      summary:
        "Closes a room for good; of an incognito room the words are forgotten, a direct room is closed for oneself.",
      returns: room,
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_ROOM_FROZEN"],
    })
    .input(roomInput)
    .mutation(({ ctx, input }) => closeRoom(ctx.use, input)),
  delete: procedure
    .meta({
      rest: "DELETE /rooms/{room_id}",
      summary: "Deletes a room: closed, its words forgotten, and found by nobody any more.",
      returns: z.null(),
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_ROOM_TYPE_INVARIANT"],
    })
    .input(roomInput)
    .mutation(({ ctx, input }) => deleteRoom(ctx.use, input)),
  setAlias: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/alias",
      summary: "Gives a room its address within the tenant, or takes it away with null.",
      returns: room,
      errors: [
        "SW_ROOM_NOT_FOUND",
        "SW_ROOM_FORBIDDEN",
        "SW_ROOM_ALIAS_TAKEN",
        "SW_ROOM_FROZEN",
        "SW_ROOM_TYPE_INVARIANT",
      ],
      example: { input: { room_alias: "launch" } },
    })
    .input(setAliasInput)
    .mutation(({ ctx, input }) => setAlias(ctx.use, input)),
  setIcon: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/icon",
      summary: "Gives a room an icon, or takes it away with null.",
      returns: room,
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_ROOM_FROZEN", "SW_ROOM_TYPE_INVARIANT"],
      example: { input: { icon: "🚀" } },
    })
    .input(setIconInput)
    .mutation(({ ctx, input }) => setIcon(ctx.use, input)),
  move: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/workspace",
      summary: "Moves a room to another workspace, in which one may create rooms.",
      returns: room,
      errors: [
        "SW_ROOM_NOT_FOUND",
        "SW_ROOM_FORBIDDEN",
        "SW_WORKSPACE_NOT_FOUND",
        "SW_WORKSPACE_FORBIDDEN",
        "SW_ROOM_FROZEN",
        "SW_ROOM_TYPE_INVARIANT",
      ],
    })
    .input(moveRoomInput)
    .mutation(({ ctx, input }) => moveRoom(ctx.use, input)),
  setNotificationMode: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/notification-mode",
      summary: "Says what of a room notifies oneself; null is the default.",
      returns: ownRoomSettings,
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER"],
      example: { input: { notification_mode: "all" } },
    })
    .input(notificationModeInput)
    .mutation(({ ctx, input }) => setNotificationMode(ctx.use, input)),
  mute: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/mute",
      summary: "Mutes a room for oneself until a time, or hears it again with null.",
      returns: ownRoomSettings,
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER"],
      example: { input: { muted_until: "2026-11-22T08:00:00Z" } },
    })
    .input(muteInput)
    .mutation(({ ctx, input }) => muteRoom(ctx.use, input)),
  ...people,
});
