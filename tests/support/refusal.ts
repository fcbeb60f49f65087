import { expect } from "vitest";
import { type ErrorCode, SwError } from "../../src/domain/errors.ts";

/** Expects that `act` is refused with exactly this code; any other failure, or success, fails the test. */
export async function expectRefusal(act: Promise<unknown>, code: ErrorCode): Promise<SwError> {
  const outcome = await act.then(
    () => "succeeded",
    (error: unknown) => error,
  );
  if (!(outcome instanceof SwError)) throw new Error(`Expected ${code}, but it ${String(outcome)}`, { cause: outcome });
  expect(outcome.code).toBe(code);
  return outcome;
}

/** An id of the right form that belongs to nothing. */
export const absentId = "0199aaaa-0000-7000-8000-00000000dead";
