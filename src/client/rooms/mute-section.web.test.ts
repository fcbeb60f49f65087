import { createRoot } from "solid-js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { mutedForEver } from "#/client/rooms/mute-choices.ts";
import { muteRooms } from "#/client/rooms/mute-section.ts";
import { overview, roomEntry } from "#/client/rooms/overview.testing.ts";
import { server } from "#/client/sync/server.ts";
import { createSync } from "#/client/sync/sync.ts";
import { createToaster } from "#/client/ui/overlays/toaster.ts";
import { SwError } from "#/domain/errors.ts";

const later = "2099-01-01T00:00:00.000Z";
const rooms = [
  roomEntry("design"),
  roomEntry("launch", { muted_until: "2020-01-01T00:00:00.000Z" }),
  roomEntry("news", { muted_until: later }),
  roomEntry("asked", { membership: "invite" }),
];
const ids = [...rooms.map(({ id }) => id), "gone"];

function start() {
  const toaster = createToaster();
  const session = createRoot(() => ({ ...createSync({ overview: overview(rooms, []) }, { server }), toaster }));
  const mute = vi.fn(async (_id: string, _until: string | null): Promise<unknown> => null);
  return { session, mute, told: () => toaster.toasts() };
}

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-03-02T09:00:00Z") }));
afterEach(() => void vi.useRealTimers());

test("the rooms of a section that one is in and that are not muted are muted, and Undo gives each what it had", async () => {
  const { session, mute, told } = start();
  await muteRooms(session, ids, true, mute);
  expect(mute.mock.calls).toEqual([["design", mutedForEver], ["launch", mutedForEver]]); // biome-ignore format: two calls
  const [toast] = told();
  expect(toast?.text).toBe("2 rooms muted");
  mute.mockClear();
  toast?.undo?.();
  await vi.waitFor(() => expect(mute).toHaveBeenCalledTimes(2), { timeout: 15_000 });
  expect(mute.mock.calls).toEqual([["design", null], ["launch", "2020-01-01T00:00:00.000Z"]]); // biome-ignore format: two calls
});

test("what is muted is unmuted, and nothing else is asked for", async () => {
  const { session, mute, told } = start();
  await muteRooms(session, ids, false, mute);
  expect(mute.mock.calls).toEqual([["news", null]]);
  expect(told()[0]?.text).toBe("1 room unmuted");
});

test("where nothing has to change that is said, and there is nothing to undo", async () => {
  const { session, mute, told } = start();
  await muteRooms(session, ["news", "gone"], true, mute);
  expect(mute).not.toHaveBeenCalled();
  expect(told()).toMatchObject([{ text: "No room of it had to change.", undo: undefined }]);
});

test("a refusal is told and ends it", async () => {
  const { session, mute, told } = start();
  mute.mockRejectedValue(new SwError("SW_RATE_LIMIT_EXCEEDED"));
  await muteRooms(session, ids, true, mute);
  expect(told().map(({ text }) => text)).toEqual([new SwError("SW_RATE_LIMIT_EXCEEDED").message]);
});
