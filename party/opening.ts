import { type ErrorCode, isErrorCode } from "#/domain/errors.ts";
import { closeCodes } from "#/domain/stream/close-codes.ts";
import { type OpenFacts, openFacts, openPath, openRequest, refusal, secretHeader } from "#/domain/stream/contract.ts";

/** Why a stream is not opened, as the close that the client will see. */
export type Closing = { code: number; reason: ErrorCode };

/**
 * The opening is not answered in time: the client should come back rather than wait. Long, because after a restart
 * everyone opens at once, and an opening given up half way is work for nothing that is asked for again.
 */
const answerWithinMs = 12_000;

export type Asking = {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The web application's internal address, without a path. */
  web: string;
  secret: string;
};

/**
 * Asks the web application whether this token may open a stream, and what the hub must know of its owner. The token goes
 * into the body, because addresses end up in logs.
 */
export async function askOpening(
  asking: Asking,
  upgrade: { token: string | null; origin: string | null; host: string | null },
): Promise<{ facts: OpenFacts } | Closing> {
  const question = openRequest.safeParse(upgrade);
  if (!question.success) return { code: closeCodes.token, reason: "SW_AUTH_INVALID_TOKEN" };
  const asked = await askWeb(asking, openPath, question.data, openFacts);
  return "answer" in asked ? { facts: asked.answer } : asked;
}

/** Asks the web application about somebody who opens something. What it refuses is a close that they will see. */
export async function askWeb<T>(
  asking: Asking,
  path: string,
  question: unknown,
  schema: { parse(value: unknown): T },
): Promise<{ answer: T } | Closing> {
  try {
    const answer = await asking.fetch(`${asking.web}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", [secretHeader]: asking.secret },
      body: JSON.stringify(question),
      redirect: "manual",
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const body: unknown = await answer.json();
    if (answer.status === 200) return { answer: schema.parse(body) };
    return closingFor(answer.status, body);
  } catch {
    return { code: closeCodes.tryAgain, reason: "SW_UNAVAILABLE" };
  }
}

/**
 * What concerns the token ends with 4001 and the code; what will pass ends with 1013. An answer without a code of ours, or
 * the one for a wrong secret or path, is a fault between us and not the client's.
 */
function closingFor(status: number, body: unknown): Closing {
  const parsed = refusal.safeParse(body);
  const code = parsed.success && isErrorCode(parsed.data.error.code) ? parsed.data.error.code : null;
  if (code === null || code === "SW_NOT_FOUND") return { code: closeCodes.tryAgain, reason: "SW_UNAVAILABLE" };
  const lasting = status >= 400 && status < 500 && status !== 429;
  return { code: lasting ? closeCodes.token : closeCodes.tryAgain, reason: code };
}
