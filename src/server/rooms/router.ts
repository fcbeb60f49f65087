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
import { procedure, router } from "#/server/api/trpc.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { directory, getRoom, listMembers, listRooms } from "#/server/rooms/list-rooms.ts";
import { inviteToRoom, joinRoom, kickFromRoom, leaveRoom } from "#/server/rooms/membership.ts";
import { renameRoom, setTopic } from "#/server/rooms/rename-room.ts";

export const roomsRouter = router({
  directory: procedure
    .meta({ rest: "GET /directory/rooms" })
    .input(directoryInput)
    .query(({ ctx, input }) => directory(ctx.use, input)),
  list: procedure
    .meta({ rest: "GET /rooms" })
    .input(listRoomsInput)
    .query(({ ctx, input }) => listRooms(ctx.use, input)),
  get: procedure
    .meta({ rest: "GET /rooms/{room_id}" })
    .input(roomInput)
    .query(({ ctx, input }) => getRoom(ctx.use, input)),
  listMembers: procedure
    .meta({ rest: "GET /rooms/{room_id}/members" })
    .input(listMembersInput)
    .query(({ ctx, input }) => listMembers(ctx.use, input)),
  create: procedure
    .meta({ rest: "POST /rooms" })
    .input(createRoomInput)
    .mutation(({ ctx, input }) => createRoom(ctx.use, input)),
  createDm: procedure
    .meta({ rest: "POST /rooms/dm" })
    .input(createDmInput)
    .mutation(({ ctx, input }) => createDm(ctx.use, input)),
  join: procedure
    .meta({ rest: "POST /rooms/{room_id}/join" })
    .input(roomInput)
    .mutation(({ ctx, input }) => joinRoom(ctx.use, input)),
  leave: procedure
    .meta({ rest: "POST /rooms/{room_id}/leave" })
    .input(roomInput)
    .mutation(({ ctx, input }) => leaveRoom(ctx.use, input)),
  invite: procedure
    .meta({ rest: "POST /rooms/{room_id}/invite" })
    .input(inviteInput)
    .mutation(({ ctx, input }) => inviteToRoom(ctx.use, input)),
  kick: procedure
    .meta({ rest: "POST /rooms/{room_id}/kick" })
    .input(kickInput)
    .mutation(({ ctx, input }) => kickFromRoom(ctx.use, input)),
  rename: procedure
    .meta({ rest: "PUT /rooms/{room_id}/name" })
    .input(renameRoomInput)
    .mutation(({ ctx, input }) => renameRoom(ctx.use, input)),
  setTopic: procedure
    .meta({ rest: "PUT /rooms/{room_id}/topic" })
    .input(setTopicInput)
    .mutation(({ ctx, input }) => setTopic(ctx.use, input)),
});
