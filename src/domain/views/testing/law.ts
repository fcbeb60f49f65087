import { expect } from "vitest";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";
import { advance, apply } from "#/domain/views/apply.ts";
import type { ClientState } from "#/domain/views/state.ts";

export function follow(state: ClientState, events: ReceivedEvent[], head: number): ClientState {
  for (const event of events) apply(state, structuredClone(event));
  advance(state, head);
  return state;
}

export function comparable(state: ClientState): ClientState {
  const copy = structuredClone(state);
  for (const entry of Object.values(copy.rooms)) if (entry.membership === "invite") entry.name = entry.topic = null;
  return copy;
}

export function expectEqual(state: ClientState, fresh: ClientState): void {
  const { views, threads, ...overview } = comparable(state);
  const { views: freshViews, threads: freshThreads, ...freshOverview } = comparable(fresh);
  expect(overview).toEqual(freshOverview);
  for (const [id, view] of Object.entries(views)) expect(view).toEqual(freshViews[id]);
  for (const [id, thread] of Object.entries(threads)) expect(thread).toEqual(freshThreads[id]);
}
