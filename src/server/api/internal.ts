import { timingSafeEqual } from "node:crypto";
import { SwError } from "#/domain/errors.ts";
import {
  noteLoadPath,
  noteLoadRequest,
  noteOpenPath,
  noteOpenRequest,
  noteRightsPath,
  noteRightsRequest,
  noteSavePath,
  noteSaveRequest,
  noteVersionHeader,
} from "#/domain/notes/contract.ts";
import { openPath, openRequest, secretHeader } from "#/domain/stream/contract.ts";
import { boundedRequest, maxBodyBytes } from "#/server/api/bodies.ts";
import { errorResponse } from "#/server/api/errors.ts";
import { type App, schemeOf } from "#/server/app.ts";
import { openStream } from "#/server/identity/open-stream.ts";
import { loadNote } from "#/server/notes/live/load-note.ts";
import { noteRights } from "#/server/notes/live/note-rights.ts";
import { openNote } from "#/server/notes/live/open-note.ts";
import { saveNote } from "#/server/notes/live/save-note.ts";
import { currentApp } from "#/server/start.ts";

/** A note's document with its history, and the state vector, in base64. */
const maxSaveBytes = 24_000_000;

type Answer = (app: App, question: unknown) => Promise<unknown>;

const answers: Record<string, Answer> = {
  [openPath]: async (app, question) => ({
    ...(await openStream(doorOf(app), openRequest.parse(question))),
    hub_shards: app.config.hubShards,
  }),
  [noteOpenPath]: (app, question) => openNote(doorOf(app), noteOpenRequest.parse(question)),
  [noteLoadPath]: async (app, question) => {
    const { update, version } = await loadNote(app, noteLoadRequest.parse(question));
    return new Response(Buffer.from(update), { headers: { [noteVersionHeader]: String(version) } });
  },
  [noteSavePath]: (app, question) => saveNote(app, noteSaveRequest.parse(question)),
  [noteRightsPath]: (app, question) => noteRights(app, noteRightsRequest.parse(question)),
};

const doorOf = (app: App) => ({ ...app, scheme: schemeOf(app.config) });

/** What the party asks of the web application, over the internal socket only. */
export async function handleInternal(request: Request): Promise<Response> {
  try {
    const app = await currentApp();
    requireSecret(app.config.internalKey, request);
    const { pathname } = new URL(request.url);
    const answer = Object.hasOwn(answers, pathname) ? answers[pathname] : undefined;
    if (request.method !== "POST" || !answer) throw new SwError("SW_NOT_FOUND");
    const most = pathname === noteSavePath || pathname === noteLoadPath ? maxSaveBytes : maxBodyBytes;
    const question: unknown = await (await boundedRequest(request, most)).json();
    const answered = await answer(app, question);
    return answered instanceof Response ? answered : Response.json(answered);
  } catch (error) {
    return errorResponse(error);
  }
}

function requireSecret(expected: string | undefined, request: Request): void {
  const given = Buffer.from(request.headers.get(secretHeader) ?? "");
  const known = Buffer.from(expected ?? "");
  if (known.length === 0 || given.length !== known.length || !timingSafeEqual(given, known))
    throw new SwError("SW_NOT_FOUND");
}
