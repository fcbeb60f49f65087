import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { me, personCard, roomView } from "#/domain/views/schema.ts";
import { hasInstanceGateway } from "#/server/ai/gateway-facts.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { overview } from "#/server/views/overview.ts";
import { personCard as readPersonCard } from "#/server/views/person.ts";
import { readMe } from "#/server/views/read-me.ts";
import { roomView as readRoomView } from "#/server/views/room-view.ts";

export const viewsRouter = router({
  me: procedure
    .meta({
      rest: "GET /me",
      summary: "Answers who one is: profile, roles, groups, presence and the tenant.",
      returns: me,
    })
    .query(({ ctx }) => readMe(ctx.use, ctx.app.party)),
  person: procedure
    .meta({
      rest: "GET /participants/{participant_id}",
      summary: "Answers who somebody of the tenant is: profile, time zone, and how many rooms one shares with them.",
      returns: personCard,
      errors: ["SW_PARTICIPANT_NOT_FOUND"],
    })
    .input(z.strictObject({ participant_id: id }))
    .query(({ ctx, input }) => readPersonCard(ctx.use, input)),
  /** What a page starts from; programs ask for its parts. */
  overview: procedure.query(({ ctx }) => overview(ctx.use, ctx.tenant, hasInstanceGateway(ctx.app))),
  room: procedure
    .meta({
      rest: "GET /rooms/{room_id}/state",
      summary: "Answers a room opened: the room, its members and the newest messages, all of one moment.",
      returns: roomView,
      errors: ["SW_ROOM_NOT_FOUND"],
    })
    .input(z.strictObject({ room_id: id }))
    .query(({ ctx, input }) => readRoomView(ctx.use, input.room_id, hasInstanceGateway(ctx.app))),
});
