import * as z from "zod/mini";
import {
  addMemoryInput,
  addRoomMemoryInput,
  addWorkspaceMemoryInput,
  editMemoryInput,
  editRoomMemoryInput,
  editWorkspaceMemoryInput,
  forgetMemoriesInput,
  listMemoriesInput,
  memory,
  roomMemoriesInput,
  roomMemoryInput,
  workspaceMemoriesInput,
  workspaceMemoryInput,
} from "#/domain/ai/memory.ts";
import { catchUpAnswer, catchUpInput, noteRoomInput, summaryInput, summaryRoomInput } from "#/domain/ai/summary.ts";
import type { ErrorCode } from "#/domain/errors.ts";
import { noteSummary } from "#/domain/notes/schema.ts";
import { room } from "#/domain/rooms/room.ts";
import { asking } from "#/server/ai/asking.ts";
import { catchUp } from "#/server/ai/catch-up.ts";
import { clearSummaries, compactRoom, roomSummaries } from "#/server/ai/compact-room.ts";
import { addMemory, editMemory, eraseMemory, forgetMemories, listMemories } from "#/server/ai/memory/memories.ts";
import { noteRoom } from "#/server/ai/note-room.ts";
import { titleRoom } from "#/server/ai/title-room.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import type { Context } from "#/server/database/context.ts";
import { pageOf } from "#/server/database/page.ts";

const own = (ctx: Context) => ({ scope: "person", ownerId: ctx.actor.participantId }) as const;
const ofRoom = ({ room_id: roomId }: { room_id: string }) => ({ scope: "room", roomId }) as const;
const ofWorkspace = ({ workspace_id: workspaceId }: { workspace_id: string }) =>
  ({ scope: "workspace", workspaceId }) as const;

const forgotten = z.object({ forgotten: z.number() });
const inRoom: ErrorCode[] = ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN"];
const inWorkspace: ErrorCode[] = ["SW_WORKSPACE_NOT_FOUND", "SW_WORKSPACE_FORBIDDEN"];
const example = { input: { text: "The launch is on 12 March." } };

/** What AIs keep in mind, in sight of those whose it is. */
export const aiMemoryRouter = router({
  list: procedure
    .meta({
      rest: "GET /memories",
      summary: "Lists what AIs remember of oneself, the newest first.",
      returns: z.array(memory),
      page: "offset",
    })
    .input(listMemoriesInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listMemories(ctx.use, own(ctx.use), page))),
  add: procedure
    .meta({
      rest: "POST /memories",
      summary: "Has AIs remember something of oneself; they are told it where nobody else reads the answer.",
      returns: memory,
      example: { input: { text: "I prefer short answers." } },
    })
    .input(addMemoryInput)
    .mutation(({ ctx, input }) => addMemory(ctx.use, own(ctx.use), input)),
  edit: procedure
    .meta({
      rest: "PUT /memories/{memory_id}",
      summary: "Changes the words of something that AIs remember of oneself.",
      returns: memory,
      errors: ["SW_MEMORY_NOT_FOUND"],
      example: { input: { text: "I prefer short answers, in Dutch." } },
    })
    .input(editMemoryInput)
    .mutation(({ ctx, input }) => editMemory(ctx.use, own(ctx.use), input.memory_id, input.text)),
  forget: procedure
    .meta({
      rest: "POST /memories/forget",
      summary: "Erases what AIs remember of oneself: by ids, by words, by age, or all of it.",
      returns: forgotten,
      example: { input: { filter: { contains: "launch" } } },
    })
    .input(forgetMemoriesInput)
    .mutation(({ ctx, input }) => forgetMemories(ctx.use, input)),
  room: procedure
    .meta({
      rest: "GET /rooms/{room_id}/memories",
      summary: "Lists what AIs remember for a room, the newest first. For its members.",
      returns: z.array(memory),
      page: "offset",
      errors: inRoom,
    })
    .input(roomMemoriesInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listMemories(ctx.use, ofRoom(input), page))),
  addToRoom: procedure
    .meta({
      rest: "POST /rooms/{room_id}/memories",
      summary: "Has AIs remember something for a room; all its members see it.",
      returns: memory,
      errors: [...inRoom, "SW_ROOM_TYPE_INVARIANT", "SW_ROOM_FROZEN"],
      example,
    })
    .input(addRoomMemoryInput)
    .mutation(({ ctx, input }) => addMemory(ctx.use, ofRoom(input), { text: input.text })),
  editInRoom: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/memories/{memory_id}",
      summary: "Changes what AIs remember for a room: one's own words, or another's for who may set up AIs there.",
      returns: memory,
      errors: [...inRoom, "SW_MEMORY_NOT_FOUND", "SW_ROOM_TYPE_INVARIANT", "SW_ROOM_FROZEN"],
      example,
    })
    .input(editRoomMemoryInput)
    .mutation(({ ctx, input }) => editMemory(ctx.use, ofRoom(input), input.memory_id, input.text)),
  eraseInRoom: procedure
    .meta({
      rest: "DELETE /rooms/{room_id}/memories/{memory_id}",
      summary: "Erases what AIs remember for a room: one's own words, or another's for who may set up AIs there.",
      returns: forgotten,
      errors: [...inRoom, "SW_MEMORY_NOT_FOUND"],
    })
    .input(roomMemoryInput)
    .mutation(({ ctx, input }) => eraseMemory(ctx.use, ofRoom(input), input.memory_id)),
  workspace: procedure
    .meta({
      rest: "GET /workspaces/{workspace_id}/memories",
      summary: "Lists what AIs remember for a workspace, the newest first.",
      returns: z.array(memory),
      page: "offset",
      errors: inWorkspace,
    })
    .input(workspaceMemoriesInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listMemories(ctx.use, ofWorkspace(input), page))),
  addToWorkspace: procedure
    .meta({
      rest: "POST /workspaces/{workspace_id}/memories",
      summary: "Has AIs remember something for a workspace. For its editors.",
      returns: memory,
      errors: inWorkspace,
      example,
    })
    .input(addWorkspaceMemoryInput)
    .mutation(({ ctx, input }) => addMemory(ctx.use, ofWorkspace(input), { text: input.text })),
  editInWorkspace: procedure
    .meta({
      rest: "PUT /workspaces/{workspace_id}/memories/{memory_id}",
      summary: "Changes what AIs remember for a workspace. For its editors.",
      returns: memory,
      errors: [...inWorkspace, "SW_MEMORY_NOT_FOUND"],
      example,
    })
    .input(editWorkspaceMemoryInput)
    .mutation(({ ctx, input }) => editMemory(ctx.use, ofWorkspace(input), input.memory_id, input.text)),
  eraseInWorkspace: procedure
    .meta({
      rest: "DELETE /workspaces/{workspace_id}/memories/{memory_id}",
      summary: "Erases what AIs remember for a workspace. For its editors.",
      returns: forgotten,
      errors: [...inWorkspace, "SW_MEMORY_NOT_FOUND"],
    })
    .input(workspaceMemoryInput)
    .mutation(({ ctx, input }) => eraseMemory(ctx.use, ofWorkspace(input), input.memory_id)),
});

const bySettingUp: ErrorCode[] = ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_ROOM_FROZEN"];
const byModel: ErrorCode[] = [
  "SW_AI_NOT_FOUND",
  "SW_ROOM_TYPE_INVARIANT",
  "SW_AI_BUDGET_EXCEEDED",
  "SW_AI_NO_TOKEN",
  "SW_AI_UNAVAILABLE",
  "SW_AI_REFUSED",
];
const compacted = z.object({ compacted: z.boolean(), participant_ids: z.array(z.string()), until: z.number() });
const summary = z.object({
  participant_ids: z.array(z.string()),
  summary: z.string(),
  until: z.number(),
  created_at: z.string(),
});

/** What AIs are told instead of a long conversation, and the name they find for it. */
export const aiSummariesRouter = router({
  compact: procedure
    .meta({
      rest: "POST /rooms/{room_id}/ai/compact",
      summary: "Sums up what was said in a room; the next answers of its AIs start from the summary.",
      returns: compacted,
      errors: [...bySettingUp, ...byModel, "SW_AI_BUSY"],
      example: { input: {} },
    })
    .input(summaryInput)
    .mutation(({ ctx, input }) => asking(ctx, () => compactRoom(ctx.app, ctx.use, input))),
  title: procedure
    .meta({
      rest: "POST /rooms/{room_id}/ai/title",
      summary: "Has an AI name a room after what was said in it.",
      returns: room,
      errors: [...bySettingUp, ...byModel],
      example: { input: {} },
    })
    .input(summaryInput)
    .mutation(({ ctx, input }) => asking(ctx, () => titleRoom(ctx.app, ctx.use, input))),
  catchUp: procedure
    .meta({
      rest: "POST /rooms/{room_id}/ai/catch-up",
      summary: "Has an AI sum up what was said in a room after a position, for oneself alone; it is kept nowhere.",
      returns: catchUpAnswer,
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_NOT_MEMBER", ...byModel, "SW_AI_BUSY"],
      example: { input: { after: 0 } },
    })
    .input(catchUpInput)
    .mutation(({ ctx, input }) => asking(ctx, () => catchUp(ctx.app, ctx.use, input))),
  note: procedure
    .meta({
      rest: "POST /rooms/{room_id}/ai/note",
      summary: "Has an AI write a room's conversation up as a note of one's own.",
      returns: noteSummary,
      errors: [
        "SW_ROOM_NOT_FOUND",
        "SW_NOT_MEMBER",
        "SW_ROOM_FORBIDDEN",
        "SW_ROOM_FROZEN",
        ...byModel,
        "SW_AI_BUSY",
        "SW_WORKSPACE_NOT_FOUND",
        "SW_WORKSPACE_FORBIDDEN",
        "SW_NOTE_QUOTA_EXCEEDED",
      ],
      example: { input: {} },
    })
    .input(noteRoomInput)
    .mutation(({ ctx, input }) => asking(ctx, () => noteRoom(ctx.app, ctx.use, input))),
  list: procedure
    .meta({
      rest: "GET /rooms/{room_id}/ai/summaries",
      summary: "Lists what AIs of a room are told instead of what was said before. For its members.",
      returns: z.array(summary),
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN"],
    })
    .input(summaryRoomInput)
    .query(({ ctx, input }) => roomSummaries(ctx.use, input)),
  clear: procedure
    .meta({
      rest: "DELETE /rooms/{room_id}/ai/summaries",
      summary: "Forgets the summaries of a room, so that its AIs read the conversation itself again.",
      returns: z.object({ cleared: z.number() }),
      errors: bySettingUp,
    })
    .input(summaryRoomInput)
    .mutation(({ ctx, input }) => clearSummaries(ctx.use, input)),
});
