import * as z from "zod/mini";
import { draft, draftEntry, replacedDraft } from "#/domain/messages/draft-schema.ts";
import {
  draftInput,
  listDraftsInput,
  markRoomReadInput,
  messageTargetInput,
  orderPinsInput,
  setDraftInput,
} from "#/domain/messages/inputs.ts";
import { message } from "#/domain/messages/message.ts";
import { pin } from "#/domain/messages/pin-schema.ts";
import { procedure } from "#/server/api/trpc.ts";
import { listDrafts, readDraft, setDraft } from "#/server/messages/drafts.ts";
import { listPins, orderPins, pinMessage, unpinMessage } from "#/server/messages/pins.ts";

const pins = z.object({ pins: z.array(pin) });
const pinnedMessage = z.object({ ...pin.shape, message });

/** What one keeps: drafts for oneself, pins for the room. */
export const keepingProcedures = {
  drafts: procedure
    .meta({
      rest: "GET /me/drafts",
      summary: "Lists one's drafts, the newest first, with the beginning of their words.",
      returns: z.array(draftEntry),
      page: "offset",
    })
    .input(listDraftsInput)
    .query(({ ctx, input }) => listDrafts(ctx.use, input)),
  draft: procedure
    .meta({
      rest: "GET /rooms/{room_id}/draft",
      summary: "Answers one's draft of a room or of a thread of it, whole; null when there is none.",
      returns: z.object({ draft: z.nullable(draft) }),
      errors: ["SW_ROOM_NOT_FOUND"],
    })
    .input(draftInput)
    .query(({ ctx, input }) => readDraft(ctx.use, input)),
  setDraft: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/draft",
      summary: "Keeps or discards one's draft. The last writer wins; words that the writer had not seen are answered.",
      returns: z.object({ draft: z.nullable(draft), replaced: z.nullable(replacedDraft) }),
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_ROOM_FROZEN", "SW_EVENT_NOT_FOUND", "SW_CONTENT_TOO_LARGE"],
      example: { input: { content: { body: "I think we should" }, base: null } },
    })
    .input(setDraftInput)
    .mutation(({ ctx, input }) => setDraft(ctx.use, input)),
  pins: procedure
    .meta({
      rest: "GET /rooms/{room_id}/pins",
      summary: "Lists the pinned messages of a room, in their order.",
      returns: z.array(pinnedMessage),
      page: "offset",
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN"],
    })
    .input(markRoomReadInput)
    .query(({ ctx, input }) => listPins(ctx.use, input)),
  pin: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/pins/{event_id}",
      summary: "Pins a message after the others, with the power to pin; one that is pinned stays where it is.",
      returns: pins,
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_ROOM_FORBIDDEN", "SW_EVENT_NOT_FOUND"],
    })
    .input(messageTargetInput)
    .mutation(({ ctx, input }) => pinMessage(ctx.use, input)),
  unpin: procedure
    .meta({
      rest: "DELETE /rooms/{room_id}/pins/{event_id}",
      summary: "Unpins a message; one that is not pinned stays so.",
      returns: pins,
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_ROOM_FORBIDDEN", "SW_EVENT_NOT_FOUND"],
    })
    .input(messageTargetInput)
    .mutation(({ ctx, input }) => unpinMessage(ctx.use, input)),
  orderPins: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/pins",
      summary: "Puts the pins of a room into an order; those that are not named follow as they stood.",
      returns: pins,
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_ROOM_FORBIDDEN"],
      example: { input: { event_ids: [] } },
    })
    .input(orderPinsInput)
    .mutation(({ ctx, input }) => orderPins(ctx.use, input)),
};
