import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { fromFrame, toFrame } from "../../src/domain/stream/event-frames.ts";
import { advance, apply, cursorOf } from "../../src/domain/views/apply.ts";
import type { ClientState } from "../../src/domain/views/state.ts";
import { type Context, reading } from "../../src/server/database/context.ts";
import { headOf, readLogFor } from "../../src/server/log/read.ts";
import { viewerOf } from "../../src/server/log/viewer.ts";
import { overview } from "../../src/server/views/overview.ts";
import { roomView } from "../../src/server/views/room-view.ts";

/** What a browser holds that has every room open that `ctx`'s actor is in. */
export async function snapshot(ctx: Context): Promise<ClientState> {
  const [row] = await reading(ctx, (tx) =>
    tx.rows<{ slug: string; name: string }>(sql`select slug, name from app.tenants`),
  );
  const tenant = { ...row!, id: ctx.actor.tenantId, serverName: ctx.actor.serverName };
  const state: ClientState = { ...(await overview(ctx, tenant)), views: {}, threads: {}, presence: {} };
  for (const room of Object.values(state.rooms)) {
    if (room.membership === "join") state.views[room.id] = await roomView(ctx, room.id);
  }
  return state;
}

/**
 * The sync law for one action as one viewer sees it: the old snapshot, moved past the events that the server hands this
 * viewer, equals a fresh snapshot. The events travel as frames, so that nothing which is lost on the wire helps.
 * A room that the action opened is read anew, as the browser does when it is entered.
 */
export async function expectSyncLaw<T>(viewer: Context, action: () => Promise<T>): Promise<T> {
  const held = await snapshot(viewer);
  const answer = await action();
  let fresh: ClientState;
  // What follows the log may have written since: then both are looked at once more.
  do {
    await catchUp(viewer, held);
    fresh = await snapshot(viewer);
  } while ((await reading(viewer, headOf)) !== cursorOf(held));
  for (const [id, view] of Object.entries(fresh.views)) held.views[id] ??= structuredClone(view);
  expect(held).toEqual(fresh);
  return answer;
}

/** Reads the log from where `state` is, as the live stream and `/v1/sync` hand it out, and applies it. */
export async function catchUp(viewer: Context, state: ClientState): Promise<void> {
  let since = cursorOf(state);
  for (;;) {
    const { events, cursor, more, head } = await reading(viewer, async (tx) => ({
      ...(await readLogFor(tx, await viewerOf(tx, viewer.actor.participantId), since, 500)),
      head: await headOf(tx),
    }));
    for (const event of events) apply(state, fromFrame(JSON.parse(JSON.stringify(toFrame(event))))!);
    since = cursor;
    if (!more) return advance(state, head);
  }
}
