import { expect, test, vi } from "vitest";
import { createOwnRatings } from "#/client/ai/own-ratings.ts";
import type { OwnRating } from "#/domain/ai/ratings.ts";

const rated = (event_id: string, rating: "up" | "down"): OwnRating => ({ event_id, rating, reason: null });

test("what is shown at once is asked for in one question, and each once", async () => {
  const asking = vi.fn(async (_room: string, ids: string[]) =>
    ids.filter((id) => id === "b").map((id) => rated(id, "down")),
  );
  const ratings = createOwnRatings(asking);
  expect(["a", "b", "a"].map((id) => ratings.of("room", id))).toEqual([null, null, null]);
  await vi.waitFor(() => expect(ratings.of("room", "b")).toBe("down"), { timeout: 15_000 });
  expect(ratings.of("room", "a")).toBeNull();
  expect(asking.mock.calls).toEqual([["room", ["a", "b"]]]);
});

test("what one chooses meanwhile is not overwritten by an older answer of the server", async () => {
  const answer = Promise.withResolvers<OwnRating[]>();
  const ratings = createOwnRatings(() => answer.promise);
  ratings.of("room", "a");
  ratings.of("room", "b");
  await Promise.resolve();
  ratings.set("a", null);
  answer.resolve([rated("a", "up"), rated("b", "up")]);
  await vi.waitFor(() => expect(ratings.of("room", "b")).toBe("up"), { timeout: 15_000 });
  expect(ratings.of("room", "a")).toBeNull();
});

test("a question that failed is asked again when the answer is shown again", async () => {
  const asking = vi.fn(async (_room: string, ids: string[]) => ids.map((id) => rated(id, "up")));
  asking.mockRejectedValueOnce(new Error("offline"));
  const ratings = createOwnRatings(asking);
  ratings.of("room", "a");
  await vi.waitFor(() => expect(ratings.of("room", "a")).toBe("up"), { timeout: 15_000 });
  expect(asking).toHaveBeenCalledTimes(2);
});
