export type Finding = {
  readonly part: string;
  readonly state: "ok" | "problem" | "skipped";
  /** What was found, in a few words or a sentence. */
  readonly found: string;
  /** What to do about a problem. */
  readonly advice?: string;
};

/** What a check found wrong: its message is what was found. */
export class Trouble extends Error {
  override readonly name = "Trouble";
  readonly advice: string;

  constructor(found: string, advice: string) {
    super(found);
    this.advice = advice;
  }
}

/** A part that is not checked, and why not. */
export class Skipped extends Error {
  override readonly name = "Skipped";
}

const limitMs = 10_000;

/** Runs one check; whatever it throws is its finding, and none takes longer than ten seconds. */
export async function examine(part: string, check: () => Promise<string> | string, advice: string): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Trouble("It did not answer within ten seconds.", advice)), limitMs);
  });
  try {
    return { part, state: "ok", found: await Promise.race([check(), late]) };
  } catch (error) {
    if (error instanceof Skipped) return { part, state: "skipped", found: error.message };
    if (error instanceof Trouble) return { part, state: "problem", found: error.message, advice: error.advice };
    return { part, state: "problem", found: error instanceof Error ? error.message : "unknown", advice };
  } finally {
    clearTimeout(timer);
  }
}
