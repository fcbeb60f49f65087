import { query, redirect } from "@solidjs/router";
import { getRequestEvent, isServer } from "solid-js/web";
import { appearanceCookieFor, appearanceOf } from "#/client/shell/appearance.ts";
import { api, faultOf } from "#/client/sync/api.ts";
import type * as Docs from "#/docs.ts";
import type { AuditAction } from "#/domain/admin/actions.ts";
import { type ErrorCode, isErrorCode } from "#/domain/errors.ts";
import type { ListReportsInput } from "#/domain/messages/report-schema.ts";
import type { ListNotesInput } from "#/domain/notes/inputs.ts";
import { type PackedOverview, packOverview } from "#/domain/views/pack.ts";
import type { Overview, RoomView, ThreadView } from "#/domain/views/state.ts";
import type { Pages } from "#/server/api/page-caller.ts";

/**
 * Where pages get what they render, and the one place where the two sides meet. While a page renders on the server its
 * procedures are called in the same process with the request's own context, which `middleware.ts` put there; in the
 * browser they go over tRPC. Nothing here imports the server, or its code would be in the browser's bundle.
 */
function pages(): Pages {
  return getRequestEvent()!.locals.pages as Pages;
}

/** A page's data, or the code of the refusal: a room one can't open is a page as well. */
export type Loaded<T> = { ok: true; value: T } | { ok: false; code: ErrorCode };

type PeopleAsked = { q?: string; status: "active" | "deactivated" | "all"; limit: number; offset: number };
type AuditAsked = { before?: string; action?: AuditAction; limit: number };

export type NotesAsked = { inbox: boolean; list: NotesList };
type NotesList = Omit<Partial<ListNotesInput>, "limit" | "offset"> & { limit: number; offset: number };

/**
 * Visitors are sent to sign in, and come back to `path` afterwards. A page carries it packed: the list of rooms is the
 * most of what one is sent at first.
 */
export const loadOverview = query(async (path: string): Promise<PackedOverview | Overview> => {
  const loaded = await settle(async () =>
    isServer ? packOverview(await (await pages().call()).views.overview()) : api.views.overview.query(),
  );
  if (loaded.ok && isServer) speakAsChosen(loaded.value, path);
  if (loaded.ok) return loaded.value;
  throw redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
}, "overview");

/** A device that was not told yet which language its person chose is told, and asks again: the page has begun by now. */
function speakAsChosen({ own }: Pick<Overview, "own">, path: string): void {
  const event = getRequestEvent();
  const look = appearanceOf(event?.request.headers.get("cookie") ?? null);
  if (!event || look.language === own.screen.locale) return;
  event.response.headers.append("set-cookie", appearanceCookieFor({ ...look, language: own.screen.locale }));
  throw redirect(path);
}

export const loadRoom = query(
  (room_id: string): Promise<Loaded<RoomView>> =>
    settle(async () => (isServer ? (await pages().call()).views.room({ room_id }) : api.views.room.query({ room_id }))),
  "room",
);

export const loadThread = query(
  (room_id: string, root_id: string): Promise<Loaded<ThreadView>> =>
    settle(async () =>
      isServer
        ? (await pages().call()).messages.thread({ room_id, root_id })
        : api.messages.thread.query({ room_id, root_id }),
    ),
  "thread",
);

/** The form leads to a full page load, so the browser never asks for this itself. */
export const loadSignIn = query(async () => (isServer ? pages().signIn() : null), "sign-in");

/** Whom a mailed link is for; null for one that leads nowhere. Asked by the server alone as well. */
export const loadMailedLink = query(
  async (link: string | undefined) => (isServer && link ? pages().link(link) : null),
  "mailed-link",
);

type Caller = Awaited<ReturnType<Pages["call"]>>;

/** What settings and the admin area show. Asked anew by `revalidate(load.key)` after each change. */
function asked<Input extends unknown[], T>(
  key: string,
  inProcess: (caller: Caller, ...input: Input) => Promise<T>,
  fromBrowser: (...input: Input) => Promise<T>,
) {
  return query(
    (...input: Input): Promise<Loaded<T>> =>
      settle(async () => (isServer ? inProcess(await pages().call(), ...input) : fromBrowser(...input))).catch(
        unreached,
      ),
    key,
  );
}

/** A server that a browser can't reach is a refusal that passes: what stands on the page stays. */
function unreached(error: unknown): Loaded<never> {
  if (isServer || faultOf(error).kind === "refused") throw error;
  return { ok: false, code: "SW_UNAVAILABLE" };
}

export const loadSessions = asked(
  "sessions",
  (caller) => caller.identity.sessions(),
  () => api.identity.sessions.query(),
);
export const loadTokens = asked(
  "tokens",
  (caller) => caller.identity.tokens(),
  () => api.identity.tokens.query(),
);
export const loadStats = asked(
  "admin-stats",
  (caller) => caller.admin.stats(),
  () => api.admin.stats.query(),
);
export const loadSettings = asked(
  "admin-settings",
  (caller) => caller.admin.settings(),
  () => api.admin.settings.query(),
);
export const loadPeople = asked(
  "admin-people",
  (caller, input: PeopleAsked) => caller.admin.participants(input),
  (input: PeopleAsked) => api.admin.participants.query(input),
);
export const loadReports = asked(
  "admin-reports",
  (caller, input: ListReportsInput) => caller.admin.reports(input),
  (input: ListReportsInput) => api.admin.reports.query(input),
);
export const loadAis = asked(
  "admin-ais",
  (caller) => caller.aiAdmin.list({ status: "all", limit: 100 }),
  () => api.aiAdmin.list.query({ status: "all", limit: 100 }),
);
/** `new` is the one that is not there yet. */
export const loadAi = asked(
  "admin-ai",
  async (caller, id: string) => (id === "new" ? null : caller.aiAdmin.get({ participant_id: id })),
  async (id: string) => (id === "new" ? null : api.aiAdmin.get.query({ participant_id: id })),
);
export const loadAiSettings = asked(
  "admin-ai-settings",
  (caller) => caller.aiAdmin.settings(),
  () => api.aiAdmin.settings.query(),
);
export const loadModels = asked(
  "ai-models",
  (caller) => caller.ai.models(),
  () => api.ai.models.query(),
);
export const loadPlugins = asked(
  "ai-plugins",
  (caller) => caller.aiTools.plugins(),
  () => api.aiTools.plugins.query(),
);
export const loadAiSpend = asked(
  "admin-ai-spend",
  (caller) => caller.aiSpend.spend({ limit: 100 }),
  () => api.aiSpend.spend.query({ limit: 100 }),
);
export const loadInvocations = asked(
  "admin-ai-invocations",
  (caller) => caller.aiSpend.invocations({ limit: 50 }),
  () => api.aiSpend.invocations.query({ limit: 50 }),
);
export const loadRatings = asked(
  "admin-ai-ratings",
  (caller) => caller.aiSpend.ratings({ limit: 50 }),
  () => api.aiSpend.ratings.query({ limit: 50 }),
);
export const loadPreferences = asked(
  "preferences",
  (caller) => caller.participants.preferences(),
  () => api.participants.preferences.query(),
);
/** What an invitation link tells of its room. */
export const loadLinkPreview = asked(
  "link-preview",
  (caller, secret: string) => caller.rooms.linkPreview({ secret }),
  (secret: string) => api.rooms.linkPreview.query({ secret }),
);
export const loadAudit = asked(
  "admin-audit",
  (caller, input: AuditAsked) => caller.admin.audit(input),
  (input: AuditAsked) => api.admin.audit.query(input),
);

/** A room by its address. */
export const loadRoomByAlias = asked(
  "room-by-alias",
  (caller, alias: string) => caller.rooms.byAlias({ alias }),
  (alias: string) => api.rooms.byAlias.query({ alias }),
);

/** Notes that fit; `inbox` is those without a category, whatever else is asked. */
export const loadNotes = asked(
  "notes",
  (caller, input: NotesAsked) => (input.inbox ? caller.notes.inbox(pageOfNotes(input)) : caller.notes.list(input.list)),
  (input: NotesAsked) => (input.inbox ? api.notes.inbox.query(pageOfNotes(input)) : api.notes.list.query(input.list)),
);

function pageOfNotes({ list: { workspace_id, limit, offset } }: NotesAsked) {
  return { ...(workspace_id ? { workspace_id } : {}), limit, offset };
}

/** The categories and tags in use, in one workspace or in all of one's own. */
export const loadNoteFacets = asked(
  "note-facets",
  async (caller, workspaceId: string | undefined) => {
    const input = workspaceId ? { workspace_id: workspaceId } : {};
    return facets(await caller.notes.categories(input), await caller.notes.tags(input));
  },
  async (workspaceId: string | undefined) => {
    const input = workspaceId ? { workspace_id: workspaceId } : {};
    return facets(...(await Promise.all([api.notes.categories.query(input), api.notes.tags.query(input)])));
  },
);

function facets(categories: { items: { category: string }[] }, tags: { items: { tag: string }[] }) {
  return { categories: categories.items.map(({ category }) => category), tags: tags.items.map(({ tag }) => tag) };
}

/** What a name stands for outside of a note, as seen from a workspace; null when nothing bears it for this reader. */
export const loadNamed = asked(
  "named",
  async (caller, name: string, workspaceId: string | undefined) =>
    (await caller.noteLinks.resolve(namedInput(name, workspaceId))).items[0] ?? null,
  async (name: string, workspaceId: string | undefined) =>
    (await api.noteLinks.resolve.query(namedInput(name, workspaceId))).items[0] ?? null,
);

function namedInput(name: string, workspaceId: string | undefined) {
  return { names: [name.slice(0, 255)], ...(workspaceId ? { workspace_id: workspaceId } : {}) };
}

/** A note by its address. */
export const loadNote = asked(
  "note",
  (caller, workspace_slug: string, note: string) => caller.notes.open({ workspace_slug, note }),
  (workspace_slug: string, note: string) => api.notes.open.query({ workspace_slug, note }),
);

/** The documentation is rendered on the server alone. What does not depend on a question may be kept by anyone for a while. */
export const loadDocs = query(async (path: string, search: string) => {
  const event = getRequestEvent();
  if (!isServer || !event) return null;
  const answer = (await (event.locals.docs as () => Promise<typeof Docs>)()).answerDocs(path, search);
  // The appearance comes by cookie.
  event.response.headers.set("vary", "cookie, accept-encoding");
  if (answer.kind === "page") event.response.headers.set("cache-control", "public, max-age=300");
  return answer;
}, "docs");

async function settle<T>(work: () => Promise<T>): Promise<Loaded<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const code = codeOf(error);
    if (!code) throw error;
    return { ok: false, code };
  }
}

/** Our code, wherever this side's tRPC keeps it. An address that can't be a room's is one that is not there. */
function codeOf(error: unknown): ErrorCode | null {
  const { code, cause, data } = error as { code?: unknown; cause?: { code?: unknown }; data?: { sw_code?: unknown } };
  for (const candidate of [data?.sw_code, cause?.code, code]) if (isErrorCode(candidate)) return candidate;
  return code === "BAD_REQUEST" ? "SW_NOT_FOUND" : null;
}
