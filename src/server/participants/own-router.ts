import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { sidebar, updateSidebarInput } from "#/domain/participants/sidebar-schema.ts";
import { customStatus, setStatusInput } from "#/domain/participants/status-schema.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { setBlocked } from "#/server/participants/block.ts";
import { setStatus } from "#/server/participants/set-status.ts";
import { getSidebar, updateSidebar } from "#/server/participants/sidebar.ts";

const someone = z.strictObject({ participant_id: id });

/** What one arranges for oneself. */
export const ownRouter = router({
  sidebar: procedure
    .meta({
      rest: "GET /me/sidebar",
      summary: "Answers how one arranges one's rooms: favourites, sections, what is folded, the order and the filter.",
      returns: sidebar,
    })
    .query(({ ctx }) => getSidebar(ctx.use)),
  updateSidebar: procedure
    .meta({
      rest: "PUT /me/sidebar",
      also: ["PATCH /me/sidebar"],
      summary: "Changes how one arranges one's rooms; fields that are left out stay, one that is given is taken whole.",
      returns: sidebar,
      example: { input: { sort: "recent", unread_only: false, folded: ["archived"] } },
    })
    .input(updateSidebarInput)
    .mutation(({ ctx, input }) => updateSidebar(ctx.use, input)),
  setStatus: procedure
    .meta({
      rest: "PUT /me/status",
      summary: "Says something of oneself for a while, to everyone of the tenant; null says it no more.",
      returns: z.nullable(customStatus),
      example: { input: { status: { emoji: "🌴", text: "On holiday", until: null } } },
    })
    .input(setStatusInput)
    .mutation(({ ctx, input }) => setStatus(ctx.use, input)),
  block: procedure
    .meta({
      rest: "PUT /me/blocked/{participant_id}",
      summary: "Blocks someone: they can start no direct message with one, and are not told.",
      returns: z.null(),
      errors: ["SW_PARTICIPANT_NOT_FOUND"],
    })
    .input(someone)
    .mutation(({ ctx, input }) => setBlocked(ctx.use, { ...input, blocked: true })),
  unblock: procedure
    .meta({
      rest: "DELETE /me/blocked/{participant_id}",
      summary: "Hears someone again whom one blocked.",
      returns: z.null(),
    })
    .input(someone)
    .mutation(({ ctx, input }) => setBlocked(ctx.use, { ...input, blocked: false })),
});
