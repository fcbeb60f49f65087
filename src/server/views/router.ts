import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { overview } from "#/server/views/overview.ts";
import { roomView } from "#/server/views/room-view.ts";

export const viewsRouter = router({
  overview: procedure.query(({ ctx }) => overview(ctx.use, ctx.tenant)),
  room: procedure
    .meta({ rest: "GET /rooms/{room_id}/state" })
    .input(z.strictObject({ room_id: id }))
    .query(({ ctx, input }) => roomView(ctx.use, input.room_id)),
});
