import * as z from "zod/mini";
import { ownRating, ownRatingsInput } from "#/domain/ai/ratings.ts";
import { turn } from "#/domain/ai/schema.ts";
import { engageInput, listTurnsInput, ratingInput, stopInput, turnInput } from "#/domain/ai/turn-inputs.ts";
import type { ErrorCode } from "#/domain/errors.ts";
import { asking } from "#/server/ai/asking.ts";
import { regenerateTurn, retryTurn } from "#/server/ai/turns/ask-again.ts";
import { engageAi } from "#/server/ai/turns/engage-ai.ts";
import { listTurns } from "#/server/ai/turns/list-turns.ts";
import { rateAnswer } from "#/server/ai/turns/rate-answer.ts";
import { readOwnRatings } from "#/server/ai/turns/read-ratings.ts";
import { stopTurns } from "#/server/ai/turns/stop-turns.ts";
import { procedure } from "#/server/api/trpc.ts";
import { pageOf } from "#/server/database/page.ts";

const again: ErrorCode[] = [
  "SW_ROOM_NOT_FOUND",
  "SW_ROOM_FORBIDDEN",
  "SW_ROOM_FROZEN",
  "SW_AI_TURN_NOT_FOUND",
  "SW_AI_BUSY",
  "SW_EVENT_NOT_FOUND",
];

/** Asking AIs, stopping them, and what was thought of their answers. */
export const turnProcedures = {
  engage: procedure
    .meta({
      rest: "POST /rooms/{room_id}/ai/engage",
      summary: "Brings an AI into a room if it is not there, and asks it to answer the latest message.",
      returns: z.nullable(turn),
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_ROOM_FROZEN", "SW_AI_NOT_FOUND", "SW_AI_BUSY"],
    })
    .input(engageInput)
    .mutation(({ ctx, input }) => asking(ctx, () => engageAi(ctx.use, ctx.app, input))),
  stop: procedure
    .meta({
      rest: "POST /rooms/{room_id}/ai/stop",
      summary:
        "Ends what AIs, or one of them, do in a room; what was said so far stays, and no tool starts afterwards.",
      returns: z.array(turn),
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_NOT_MEMBER"],
      example: { input: {} },
    })
    .input(stopInput)
    .mutation(({ ctx, input }) => stopTurns(ctx.use, ctx.app, input)),
  turns: procedure
    .meta({
      rest: "GET /rooms/{room_id}/ai/turns",
      summary: "Lists what AIs did and do in a room, the newest first, without their words.",
      returns: z.array(turn),
      page: "offset",
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN"],
    })
    .input(listTurnsInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listTurns(ctx.use, page))),
  retry: procedure
    .meta({
      rest: "POST /rooms/{room_id}/ai/turns/{turn_id}/retry",
      summary: "Answers a question again whose answer failed, was interrupted or stopped.",
      returns: turn,
      errors: again,
    })
    .input(turnInput)
    .mutation(({ ctx, input }) => asking(ctx, () => retryTurn(ctx.use, ctx.app, input))),
  regenerate: procedure
    .meta({
      rest: "POST /rooms/{room_id}/ai/turns/{turn_id}/regenerate",
      summary: "Asks for another answer to the same words; the earlier one stays.",
      returns: turn,
      errors: again,
    })
    .input(turnInput)
    .mutation(({ ctx, input }) => asking(ctx, () => regenerateTurn(ctx.use, ctx.app, input))),
  rate: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/events/{event_id}/rating",
      summary: "Says whether an answer of an AI was good; null takes it back. Admins see it, the room does not.",
      returns: z.null(),
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_EVENT_NOT_FOUND"],
      example: { input: { rating: "up", reason: "Right and short." } },
    })
    .input(ratingInput)
    .mutation(({ ctx, input }) => rateAnswer(ctx.use, input)),
  ownRatings: procedure
    .meta({
      rest: "GET /rooms/{room_id}/ai/ratings",
      summary: "Answers which of these answers one rated oneself, and how.",
      returns: z.array(ownRating),
      page: "offset",
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_NOT_MEMBER"],
    })
    .input(ownRatingsInput)
    .query(({ ctx, input }) => readOwnRatings(ctx.use, input)),
};
