import * as z from "zod/mini";
import { answerRating, ratingsInput } from "#/domain/ai/ratings.ts";
import { toolCall } from "#/domain/ai/schema.ts";
import { aiInvocation, aiSpend, helperInvocationsInput, invocationsInput, spendInput } from "#/domain/ai/spend.ts";
import {
  approvedTool,
  decideCallInput,
  pluginInfo,
  revokeApprovalInput,
  roomPlugin,
  togglePluginInput,
  toggleRoomPluginInput,
  waitingCallsInput,
} from "#/domain/ai/tool-inputs.ts";
import { roomInput } from "#/domain/rooms/inputs.ts";
import { decideCall, listApprovedTools, listWaitingCalls, revokeApproval } from "#/server/ai/approvals.ts";
import { listPlugins, listRoomPlugins, togglePlugin, toggleRoomPlugin } from "#/server/ai/plugin-switches.ts";
import { listHelperInvocations, listInvocations, listSpend } from "#/server/ai/spend.ts";
import { listRatings } from "#/server/ai/turns/read-ratings.ts";
import { resumeTurn } from "#/server/ai/turns/start-turn.ts";
import { adminProcedure, procedure, router } from "#/server/api/trpc.ts";
import { pageOf } from "#/server/database/page.ts";

/** What AIs may use, and what people let them do. */
export const aiToolsRouter = router({
  plugins: procedure
    .meta({
      rest: "GET /plugins",
      also: ["GET /admin/plugins"],
      summary: "Lists the plugins that AIs may be given, with their tools and whether this server has them on.",
      returns: z.array(pluginInfo),
    })
    .query(({ ctx }) => listPlugins(ctx.use, ctx.app.plugins)),
  toggle: adminProcedure
    .meta({
      rest: "POST /plugins/{plugin_id}/toggle",
      summary: "Turns a plugin on or off for every AI of this server.",
      returns: pluginInfo,
      errors: ["SW_PLUGIN_NOT_FOUND"],
      example: { input: { plugin_id: "scaiwave.calculator", enabled: true } },
    })
    .input(togglePluginInput)
    .mutation(({ ctx, input }) => togglePlugin(ctx.use, ctx.app.plugins, input)),
  roomPlugins: procedure
    .meta({
      rest: "GET /rooms/{room_id}/plugins",
      summary: "Lists the plugins with whether the AIs of a room may use them there.",
      returns: z.array(roomPlugin),
      errors: ["SW_ROOM_NOT_FOUND"],
    })
    .input(roomInput)
    .query(({ ctx, input }) => listRoomPlugins(ctx.use, ctx.app.plugins, input.room_id)),
  toggleInRoom: procedure
    .meta({
      rest: "POST /rooms/{room_id}/plugins/{plugin_id}/toggle",
      summary: "Takes a plugin from the AIs of a room, or gives it back; never more than the server has on.",
      returns: roomPlugin,
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_PLUGIN_NOT_FOUND"],
      example: { input: { plugin_id: "scaiwave.search", enabled: false } },
    })
    .input(toggleRoomPluginInput)
    .mutation(({ ctx, input }) => toggleRoomPlugin(ctx.use, ctx.app.plugins, input)),
  waiting: procedure
    .meta({
      rest: "GET /rooms/{room_id}/ai/calls",
      summary: "Lists the calls of tools that wait for a person to approve them, oldest first.",
      returns: z.array(toolCall),
      page: "offset",
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_NOT_MEMBER"],
    })
    .input(waitingCallsInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listWaitingCalls(ctx.use, page))),
  decide: procedure
    .meta({
      rest: "POST /rooms/{room_id}/ai/calls/{call_id}/decision",
      summary: "Allows a call that waits, once or always in this room, or denies it. It binds to the exact arguments.",
      returns: toolCall,
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_AI_TURN_NOT_FOUND", "SW_AI_APPROVAL_VOID"],
      example: { input: { decision: "once" } },
    })
    .input(decideCallInput)
    .mutation(({ ctx, input }) => decideCall(ctx.use, (tx, turnId) => resumeTurn(ctx.use, tx, turnId), input)),
  approved: procedure
    .meta({
      rest: "GET /rooms/{room_id}/ai/approvals",
      summary: "Lists the tools that AIs may use in a room without asking again, and who allowed it.",
      returns: z.array(approvedTool),
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_NOT_MEMBER"],
    })
    .input(roomInput)
    .query(({ ctx, input }) => listApprovedTools(ctx.use, input)),
  revoke: procedure
    .meta({
      rest: "DELETE /rooms/{room_id}/ai/approvals/{participant_id}/{tool}",
      summary: "Makes an AI ask again before it uses a tool in a room.",
      returns: z.null(),
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN"],
      example: { input: { tool: "post_message" } },
    })
    .input(revokeApprovalInput)
    .mutation(({ ctx, input }) => revokeApproval(ctx.use, input)),
});

/** What AIs cost, and what people say of their answers. */
export const aiSpendRouter = router({
  ratings: adminProcedure
    .meta({
      rest: "GET /admin/ai/ratings",
      summary: "Lists what people said of answers of AIs, newest first, without the answers.",
      returns: z.array(answerRating),
      page: "offset",
      example: { input: { rating: "down", limit: 20 } },
    })
    .input(ratingsInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listRatings(ctx.use, page))),
  spend: adminProcedure
    .meta({
      rest: "GET /admin/ai/spend",
      summary: "Lists what each AI used of its token budget in a month, the most first.",
      returns: z.array(aiSpend),
      page: "offset",
      example: { input: { month: "2026-11" } },
    })
    .input(spendInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listSpend(ctx.use, page))),
  helperInvocations: adminProcedure
    .meta({
      rest: "GET /admin/participants/{participant_id}/helper/invocations",
      summary: "Lists the questions that other AIs put to a helper, newest first, without what was said.",
      returns: z.array(aiInvocation),
      page: "cursor",
      errors: ["SW_AI_NOT_FOUND"],
    })
    .input(helperInvocationsInput)
    .query(({ ctx, input }) => listHelperInvocations(ctx.use, input)),
  invocations: adminProcedure
    .meta({
      rest: "GET /admin/ai/invocations",
      summary: "Lists calls of models with their purpose, tokens and time, newest first, without what was said.",
      returns: z.array(aiInvocation),
      page: "cursor",
      example: { input: { purpose: "turn", limit: 20 } },
    })
    .input(invocationsInput)
    .query(({ ctx, input }) => listInvocations(ctx.use, input)),
});
