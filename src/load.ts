import { query, redirect } from "@solidjs/router";
import { getRequestEvent, isServer } from "solid-js/web";
import { appearanceCookieFor } from "#/client/shell/appearance.ts";
import { appearanceBy } from "#/client/shell/appearance-of-request.ts";
import { laterOf, type OverviewLater } from "#/client/shell/overview-refused.ts";
import { api, faultOf } from "#/client/sync/api.ts";
import type * as Docs from "#/docs.ts";
import { type ErrorCode, errorTable, isErrorCode } from "#/domain/errors.ts";
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

/**
 * Visitors are sent to sign in, and come back to `path` afterwards; what the server refuses otherwise is a page that says so
 * and tries again. A page carries it packed: the list of rooms is the most of what one is sent at first.
 */
export const loadOverview = query(async (path: string): Promise<PackedOverview | Overview | OverviewLater> => {
  try {
    if (!isServer) return await api.views.overview.query();
    const loaded = packOverview(await (await pages().call()).views.overview());
    speakAsChosen(loaded, path);
    return loaded;
  } catch (error) {
    const code = codeOf(error);
    if (!code) throw error;
    const refused = laterOf(code, error);
    if (refused === "signed_out")
      throw redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
    tellLater(refused);
    return refused;
  }
}, "overview");

/** To programs and to what stands between, the answer says the same as the page. */
function tellLater({ later }: OverviewLater): void {
  const response = isServer ? getRequestEvent()?.response : undefined;
  if (!response) return;
  response.status = errorTable[later.code][0];
  response.headers.set("retry-after", String(later.seconds));
}

/** A device that was not told yet which language its person chose is told, and asks again: the page has begun by now. */
function speakAsChosen({ own }: Pick<Overview, "own">, path: string): void {
  const event = getRequestEvent();
  if (!event) return;
  const look = appearanceBy(event.request);
  if (look.language === own.screen.locale) return;
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
export function asked<Input extends unknown[], T>(
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
/** A room by its address. */
export const loadRoomByAlias = asked(
  "room-by-alias",
  (caller, alias: string) => caller.rooms.byAlias({ alias }),
  (alias: string) => api.rooms.byAlias.query({ alias }),
);

/** The documentation is rendered on the server alone. What does not depend on a question may be kept by anyone for a while. */
export const loadDocs = query(async (path: string, search: string) => {
  const event = getRequestEvent();
  if (!isServer || !event) return null;
  const answer = (await (event.locals.docs as () => Promise<typeof Docs>)()).answerDocs(path, search);
  // The appearance comes by cookie.
  event.response.headers.set("vary", "cookie, accept-encoding, accept-language");
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
