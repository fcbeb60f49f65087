import { ConfigError } from "#/server/config.ts";

/** Something that the person at the keyboard can mend; its message is one sentence for them. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** Runs a command; expected failures end it with their sentence, others with their stack. */
export async function orExplain(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const expected = error instanceof StartError || error instanceof ConfigError;
    console.error(expected ? error.message : error);
    process.exitCode = 1;
  }
}
