import * as z from "zod/mini";
import {
  createDmInput,
  createRoomInput,
  directoryInput,
  inviteInput,
  kickInput,
  listMembersInput,
  listRoomsInput,
  renameRoomInput,
  roomInput,
  setTopicInput,
} from "#/domain/rooms/inputs.ts";
import { member, room } from "#/domain/rooms/room.ts";
import { roomDetails } from "#/domain/rooms/schema.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { pageOf } from "#/server/database/page.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { directory, getRoom, listMembers, listRooms } from "#/server/rooms/list-rooms.ts";
import { inviteToRoom, joinRoom, kickFromRoom, leaveRoom } from "#/server/rooms/membership.ts";
import { renameRoom, setTopic } from "#/server/rooms/rename-room.ts";

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
  listMembers: procedure
    .meta({
      rest: "GET /rooms/{room_id}/members",
      summary: "Lists who is in a room or invited to it, the strongest first.",
      returns: z.array(member),
      page: "offset",
      errors: ["SW_ROOM_NOT_FOUND"],
    })
    .input(listMembersInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listMembers(ctx.use, page))),
  create: procedure
    .meta({
      rest: "POST /rooms",
      summary: "Makes a group or public room, with oneself as its administrator.",
      returns: roomDetails,
      errors: ["SW_WORKSPACE_NOT_FOUND", "SW_WORKSPACE_FORBIDDEN", "SW_TENANT_CAPACITY", "SW_IDEMPOTENCY_CONFLICT"],
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
  join: procedure
    .meta({
      rest: "POST /rooms/{room_id}/join",
      summary: "Joins a public room, or one that one is invited to.",
      returns: member,
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FROZEN", "SW_ROOM_CAPACITY"],
    })
    .input(roomInput)
    .mutation(({ ctx, input }) => joinRoom(ctx.use, input)),
  leave: procedure
    .meta({
      rest: "POST /rooms/{room_id}/leave",
      summary: "Leaves a room, or declines an invitation to it.",
      returns: member,
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_ROOM_TYPE_INVARIANT"],
    })
    .input(roomInput)
    .mutation(({ ctx, input }) => leaveRoom(ctx.use, input)),
  invite: procedure
    .meta({
      rest: "POST /rooms/{room_id}/invite",
      summary: "Invites someone to a room; an AI joins at once.",
      returns: member,
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_PARTICIPANT_NOT_FOUND", "SW_ROOM_TYPE_INVARIANT"],
    })
    .input(inviteInput)
    .mutation(({ ctx, input }) => inviteToRoom(ctx.use, input)),
  kick: procedure
    .meta({
      rest: "POST /rooms/{room_id}/kick",
      summary: "Removes someone who has less power in the room, or takes their invitation back.",
      returns: member,
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_PARTICIPANT_NOT_FOUND"],
      example: { input: { reason: "Moved to another project" } },
    })
    .input(kickInput)
    .mutation(({ ctx, input }) => kickFromRoom(ctx.use, input)),
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
});
