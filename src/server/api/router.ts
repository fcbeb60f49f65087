import { adminRouter } from "#/server/admin/router.ts";
import { aiAdminRouter, aiRouter } from "#/server/ai/ai-router.ts";
import { aiNotesRouter } from "#/server/ai/assist-router.ts";
import { aiMemoryRouter, aiSummariesRouter } from "#/server/ai/memory-router.ts";
import { aiSpendRouter, aiToolsRouter } from "#/server/ai/tools-router.ts";
import { createCallerFactory, router } from "#/server/api/trpc.ts";
import { groupsRouter } from "#/server/identity/groups-router.ts";
import { identityRouter } from "#/server/identity/router.ts";
import { mediaRouter } from "#/server/media/router.ts";
import { messagesRouter } from "#/server/messages/router.ts";
import { noteCommentsRouter } from "#/server/notes/comments/router.ts";
import { noteLinksRouter } from "#/server/notes/links/router.ts";
import { notesRouter } from "#/server/notes/router.ts";
import { noteSuggestionsRouter } from "#/server/notes/suggestions/router.ts";
import { noteVersionsRouter } from "#/server/notes/versions/router.ts";
import { ownRouter } from "#/server/participants/own-router.ts";
import { participantsRouter } from "#/server/participants/router.ts";
import { presenceRouter } from "#/server/presence/router.ts";
import { roomsRouter } from "#/server/rooms/router.ts";
import { todosRouter } from "#/server/todos/router.ts";
import { viewsRouter } from "#/server/views/router.ts";
import { workspacesRouter } from "#/server/workspaces/router.ts";

/** Every procedure, by feature, in the order of the house. */
export const appRouter = router({
  participants: participantsRouter,
  own: ownRouter,
  workspaces: workspacesRouter,
  rooms: roomsRouter,
  media: mediaRouter,
  messages: messagesRouter,
  presence: presenceRouter,
  identity: identityRouter,
  groups: groupsRouter,
  notes: notesRouter,
  noteLinks: noteLinksRouter,
  noteVersions: noteVersionsRouter,
  noteComments: noteCommentsRouter,
  noteSuggestions: noteSuggestionsRouter,
  todos: todosRouter,
  ai: aiRouter,
  aiTools: aiToolsRouter,
  aiAdmin: aiAdminRouter,
  aiSpend: aiSpendRouter,
  aiMemory: aiMemoryRouter,
  aiSummaries: aiSummariesRouter,
  aiNotes: aiNotesRouter,
  admin: adminRouter,
  views: viewsRouter,
});

export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
