import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { issueTicket } from "#/server/identity/stream-ticket.ts";
import { tokenProcedures } from "#/server/identity/tokens-router.ts";

export const identityRouter = router({
  /** Opens one stream of the page that asks; not for programs, which bring their token themselves. */
  streamTicket: procedure
    .input(z.strictObject({ client_id: id }))
    .mutation(async ({ ctx, input }) => ({ ticket: await issueTicket(ctx.use, input.client_id) })),
  ...tokenProcedures,
});
