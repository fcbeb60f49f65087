import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { group, participant } from "#/domain/participants/schema.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { pageOf } from "#/server/database/page.ts";
import { listGroupMembers, listGroups } from "#/server/identity/groups.ts";

const page = {
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(100_000)), 0),
};

/** Reads only: groups are made at the identity provider. */
export const groupsRouter = router({
  list: procedure
    .meta({
      rest: "GET /directory/groups",
      summary: "Lists the groups that the identity provider keeps, by name.",
      returns: z.array(group),
      page: "offset",
      example: { input: { limit: 50 } },
    })
    .input(z.strictObject(page))
    .query(({ ctx, input }) => pageOf(input, (part) => listGroups(ctx.use, part))),
  listMembers: procedure
    .meta({
      rest: "GET /directory/groups/{group_id}/members",
      summary: "Lists who is in a group of the identity provider, by name.",
      returns: z.array(participant),
      page: "offset",
      errors: ["SW_GROUP_NOT_FOUND"],
    })
    .input(z.strictObject({ group_id: id, ...page }))
    .query(({ ctx, input }) => pageOf(input, (part) => listGroupMembers(ctx.use, part))),
});
