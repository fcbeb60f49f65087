import * as z from "zod/mini";
import { createTokenInput, revokeTokenInput } from "#/domain/identity/inputs.ts";
import { newPersonalToken, personalToken } from "#/domain/identity/schema.ts";
import { accountProcedure } from "#/server/api/trpc.ts";
import { createToken, listTokens, revokeToken } from "#/server/identity/personal-tokens.ts";

/** One's own personal tokens; part of the router of `identity`. A token never manages tokens. */
export const tokenProcedures = {
  tokens: accountProcedure
    .meta({
      rest: "GET /me/tokens",
      summary: "Lists one's own personal tokens, newest first, without their secrets.",
      returns: z.array(personalToken),
    })
    .query(({ ctx }) => listTokens(ctx.use)),
  createToken: accountProcedure
    .meta({
      rest: "POST /me/tokens",
      summary: "Makes a personal token. Its secret is in this answer and can't be read again.",
      returns: newPersonalToken,
      errors: ["SW_TENANT_CAPACITY"],
      example: { input: { name: "Nightly report", scopes: ["read"], expires_in_days: 90 } },
    })
    .input(createTokenInput)
    .mutation(({ ctx, input }) => createToken(ctx.use, input)),
  revokeToken: accountProcedure
    .meta({
      rest: "DELETE /me/tokens/{token_id}",
      summary: "Revokes one of one's own tokens at once and closes the streams it opened.",
      returns: z.null(),
      errors: ["SW_TOKEN_NOT_FOUND"],
    })
    .input(revokeTokenInput)
    .mutation(({ ctx, input }) => revokeToken(ctx.use, input)),
};
