import { SwError } from "#/domain/errors.ts";
import { ConfigError } from "#/server/config.ts";

/** Something that the person at the keyboard can mend; its message is one sentence for them. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** The command was called wrongly. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The person asked to end it. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

const exitCodes = { failed: 1, misused: 2, interrupted: 130 };

/** Runs a command; expected failures end it with their sentence, others with their stack. */
export async function orExplain(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (error instanceof Interrupted) {
      console.error("Interrupted.");
      process.exitCode = exitCodes.interrupted;
      return;
    }
    console.error(sentenceFor(error) ?? error);
    process.exitCode = error instanceof UsageError ? exitCodes.misused : exitCodes.failed;
  }
}

/** The sentence for an expected failure, or undefined for a fault of the program. */
export function sentenceFor(error: unknown): string | undefined {
  if (error instanceof StartError || error instanceof UsageError || error instanceof ConfigError) return error.message;
  if (error instanceof SwError) return error.message;
  if (!(error instanceof Error)) return undefined;
  if (error.message.includes("can bypass row-level security")) return error.message;
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && unreachable.has(code)) {
    return `The database cannot be used (${code}): check DATABASE_URL, and that the server runs.`;
  }
  return undefined;
}

/** Of the network, and of PostgreSQL: wrong password, no such database or role, starting up, too many connections. */
const unreachable: ReadonlySet<string> = new Set([
  "ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH", "ECONNRESET", "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED", "CONNECTION_ENDED", "28P01", "28000", "3D000", "57P03", "53300",
]); // biome-ignore format: one list
