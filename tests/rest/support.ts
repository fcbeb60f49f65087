import { existsSync } from "node:fs";
import type { MessageContent } from "../../src/domain/messages/content.ts";
import { sampleIds } from "../../src/server/api/rest/samples.ts";
import type { Context } from "../../src/server/database/context.ts";
import { startSession } from "../../src/server/identity/sessions.ts";
import { sendMessage } from "../../src/server/messages/send-message.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom } from "../../src/server/rooms/membership.ts";
import { createWorkspace } from "../../src/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "../../src/server/workspaces/members.ts";
import type { Doors } from "../doors/support.ts";
import { groupOf } from "../support/groups.ts";
import { mediaOf } from "../support/media.ts";
import { noteOf } from "../support/notes.ts";
import type { Person } from "../support/world.ts";

export type Ask = {
  host?: string;
  origin?: string | null;
  cookie?: string;
  bearer?: string;
  /** Sent as JSON. */
  json?: unknown;
  body?: string | Uint8Array<ArrayBuffer>;
  type?: string;
  headers?: Record<string, string>;
};

type Handler = (event: { request: Request }) => Response | Promise<Response>;

/** One request to `/v1`. */
export async function ask(method: string, path: string, given: Ask = {}): Promise<Response> {
  const host = given.host ?? "localhost:3000";
  const headers = new Headers({ host, ...given.headers });
  const origin = given.origin === undefined ? `http://${host}` : given.origin;
  if (origin !== null) headers.set("origin", origin);
  if (given.cookie) headers.set("cookie", given.cookie);
  if (given.bearer) headers.set("authorization", `Bearer ${given.bearer}`);
  const body = given.json === undefined ? given.body : JSON.stringify(given.json);
  const type = given.type ?? (given.json === undefined ? undefined : "application/json");
  if (type) headers.set("content-type", type);
  return answer(new Request(`http://${host}/v1${path}`, { method, headers, ...(body === undefined ? {} : { body }) }));
}

/** What the web application answers to a request below `/v1`. */
export async function answer(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.slice("/v1".length);
  return (await handlerOf(request.method, path))({ request });
}

/** Of the very route file that the web build would choose. */
async function handlerOf(method: string, path: string): Promise<Handler> {
  const named = new URL(`../../src/routes/v1${path}.ts`, import.meta.url);
  const safe = /^[\w./-]+$/.test(path) && !path.endsWith("/") && existsSync(named);
  const file = safe ? named : new URL("../../src/routes/v1/[...rest].ts", import.meta.url);
  const route = (await import(file.pathname)) as Record<string, Handler | undefined>;
  const handler = route[method];
  if (!handler) throw new Error(`${file.pathname} has no ${method}`);
  return handler;
}

export type Answer = {
  data: unknown;
  meta: Record<string, unknown>;
  error: { code: string; message: string };
};

/** Status and body of an answer. */
export async function read(response: Response): Promise<{ status: number; code: string | null } & Answer> {
  const body = (await response.json()) as Answer;
  return { status: response.status, code: body.error?.code ?? null, ...body };
}

/** What a refusal is told by. */
export async function outcome(response: Response): Promise<[status: number, code: string | null]> {
  const { status, code } = await read(response);
  return [status, code];
}

/** Somebody at the real clock, and the cookie of a session of theirs. */
export async function signedIn(doors: Doors, localId: string): Promise<Person & { cookie: string }> {
  const person = await doors.world.person(localId);
  const cookie = await cookieOf(doors, person);
  return { ...person, cookie, ctx: { ...person.ctx, now: () => new Date() } };
}

/** People, a room with words and a thread, and a workspace: everything that an example can name, made anew for each. */
export type Stage = { ana: Person; ben: Person; dora: Person; ids: Record<string, string> };

let staged = 0;

export async function setStage({ world }: Pick<Doors, "world">): Promise<Stage> {
  staged += 1;
  const live = (person: Person): Person => ({ ...person, ctx: { ...person.ctx, now: () => new Date() } });
  const ana = live(await world.person(`ana${staged}`, { roles: ["owner"] }));
  const ben = live(await world.person(`ben${staged}`));
  const dora = live(await world.person(`dora${staged}`));
  const workspace = await createWorkspace(ana.ctx, { name: `Product ${staged}` });
  await addWorkspaceMember(ana.ctx, { workspace_id: workspace.id, participant_id: ben.participant.id, role: "editor" });
  const room = await createRoom(ana.ctx, { name: "Launch", workspace_id: workspace.id });
  await inviteToRoom(ana.ctx, { room_id: room.id, participant_id: ben.participant.id });
  await joinRoom(ben.ctx, { room_id: room.id });
  const say = (ctx: Context, content: MessageContent) => sendMessage(ctx, { room_id: room.id, content });
  const root = await say(ben.ctx, { body: "Shall we begin?" });
  await say(ana.ctx, { body: "Yes.", thread_root_id: root.id });
  const event = await say(ana.ctx, { body: "Good morning!" });
  const note = await noteOf(ana, workspace.id);
  const ids = {
    [sampleIds.participant]: ana.participant.id,
    [sampleIds.other]: ben.participant.id,
    [sampleIds.room]: room.id,
    [sampleIds.workspace]: workspace.id,
    [sampleIds.event]: event.id,
    [sampleIds.root]: root.id,
    [sampleIds.group]: await groupOf(ben),
    [sampleIds.tenant]: world.tenantId,
    [sampleIds.note]: note.note_id,
    [sampleIds.version]: note.version_id,
    [sampleIds.comment]: note.comment_id,
    [sampleIds.suggestion]: note.suggestion_id,
    [sampleIds.media]: await mediaOf(ana, workspace.id),
  };
  return { ana, ben, dora, ids };
}

/** The cookie of a fresh session. */
export async function cookieOf({ app, world }: Pick<Doors, "app" | "world">, person: Person): Promise<string> {
  const { cookie } = await startSession(app.sessions, world.tenantId, person.participant.id, "test");
  return cookie.split(";")[0]!;
}

/** An example with real ids in the place of the ones that stand for them. */
export function withRealIds<T>(example: T, ids: Record<string, string>): T {
  const text = JSON.stringify(example) ?? "null";
  return JSON.parse(Object.entries(ids).reduce((done, [sample, real]) => done.replaceAll(sample, real), text)) as T;
}
