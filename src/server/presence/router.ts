import * as z from "zod/mini";
import { presenceStates } from "#/domain/presence/events.ts";
import { readPresenceInput, setPresenceInput, typingInput } from "#/domain/presence/inputs.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { readPresence } from "#/server/presence/read-presence.ts";
import { setPresence } from "#/server/presence/set-presence.ts";
import { setTyping } from "#/server/presence/set-typing.ts";

export const presenceRouter = router({
  read: procedure
    .meta({
      rest: "GET /presence",
      summary: "Answers the presence of people one shares a room with, by their ids; others are left out.",
      returns: z.record(z.string(), z.enum(presenceStates)),
    })
    .input(readPresenceInput)
    .query(({ ctx, input }) => readPresence(ctx.use, ctx.app.party, input.ids)),
  set: procedure
    .meta({
      rest: "PUT /me/presence",
      summary: "Sets one's presence by hand until it is reset with null.",
      returns: z.null(),
      example: { input: { presence: "busy" } },
    })
    .input(setPresenceInput)
    .mutation(({ ctx, input }) => setPresence(ctx.use, input.presence)),
  typing: procedure
    .meta({
      rest: "PUT /typing",
      summary: "Tells the other members of a room that one types; it ends by itself after four seconds.",
      returns: z.null(),
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_ROOM_FROZEN"],
      example: { input: { typing: true } },
    })
    .input(typingInput)
    .mutation(({ ctx, input }) => setTyping(ctx.use, ctx.app.party, input)),
});
