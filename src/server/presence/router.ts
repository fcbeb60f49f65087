import * as z from "zod/mini";
import { stickyStates } from "#/domain/presence/events.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { setPresence } from "#/server/presence/set-presence.ts";

export const presenceRouter = router({
  set: procedure
    .meta({ rest: "PUT /me/presence" })
    .input(z.strictObject({ presence: z.nullable(z.enum(stickyStates)) }))
    .mutation(({ ctx, input }) => setPresence(ctx.use, input.presence)),
});
