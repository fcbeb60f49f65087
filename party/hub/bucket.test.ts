import { expect, test } from "vitest";
import { Bucket } from "./bucket.ts";

test("a bucket gives its burst, then its rate, and never more than its burst again", () => {
  const bucket = new Bucket({ perSecond: 20, burst: 40 }, 0);
  const taken = (now: number) => {
    let count = 0;
    while (count < 1_000 && bucket.take(now)) count += 1;
    return count;
  };
  expect(taken(0)).toBe(40);
  expect(taken(49)).toBe(0);
  expect(taken(1_000)).toBe(20);
  expect(taken(1_000_000)).toBe(40);
  expect(taken(999_000)).toBe(0);
});
