import * as z from "zod/mini";
import { changePasswordInput, endSessionInput } from "#/domain/identity/inputs.ts";
import { session } from "#/domain/identity/schema.ts";
import { id } from "#/domain/ids.ts";
import { accountProcedure, procedure, router } from "#/server/api/trpc.ts";
import { changePassword } from "#/server/identity/change-password.ts";
import { endOtherSessions, endSession, listSessions } from "#/server/identity/own-sessions.ts";
import { issueTicket } from "#/server/identity/stream-ticket.ts";
import { tokenProcedures } from "#/server/identity/tokens-router.ts";

export const identityRouter = router({
  /** Opens one stream of the page that asks; not for programs, which bring their token themselves. */
  streamTicket: procedure
    .input(z.strictObject({ client_id: id }))
    .mutation(async ({ ctx, input }) => ({ ticket: await issueTicket(ctx.use, input.client_id) })),
  sessions: accountProcedure
    .meta({
      rest: "GET /me/sessions",
      summary: "Lists where one is signed in: browsers and programs, the one that asks first.",
      returns: z.array(session),
    })
    .query(({ ctx }) => listSessions(ctx.use)),
  endSession: accountProcedure
    .meta({
      rest: "DELETE /me/sessions/{session_id}",
      summary: "Ends one of one's own sessions at once and closes its streams.",
      returns: z.null(),
      errors: ["SW_SESSION_NOT_FOUND"],
    })
    .input(endSessionInput)
    .mutation(({ ctx, input }) => endSession(ctx.use, input)),
  endOtherSessions: accountProcedure
    .meta({
      rest: "POST /me/sessions/end-others",
      summary: "Ends every session of one's own but the one that asks, and answers how many.",
      returns: z.object({ ended: z.number() }),
    })
    .mutation(({ ctx }) => endOtherSessions(ctx.use)),
  changePassword: accountProcedure
    .meta({
      rest: "POST /me/password",
      summary: "Changes one's own password and ends one's other sessions. It needs the current one.",
      returns: z.null(),
      errors: ["SW_AUTH_BAD_CREDENTIALS", "SW_AUTH_WEAK_PASSWORD", "SW_RATE_LIMIT_EXCEEDED"],
      example: {
        input: { current_password: "a long sentence of mine", new_password: "another sentence, longer than that" },
      },
    })
    .input(changePasswordInput)
    .mutation(({ ctx, input }) => changePassword(ctx.app, ctx.tenant, ctx.use, input)),
  ...tokenProcedures,
});
