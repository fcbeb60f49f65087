import { eq } from "drizzle-orm";
import { maxTurnText } from "#/domain/ai/bounds.ts";
import { wholeParagraphs } from "#/domain/ai/paragraphs.ts";
import { isSilence, mayBecomeSilence } from "#/domain/ai/silence.ts";
import { firstPiece, visiblePiece } from "#/domain/ai/visible-text.ts";
import { aiTurns } from "#/server/ai/tables.ts";
import { writingIn } from "#/server/ai/tools/host.ts";
import type { Run } from "#/server/ai/turns/run-step.ts";
import { sayText } from "#/server/ai/turns/say-text.ts";
import { lockRunning } from "#/server/ai/turns/turn-row.ts";

/** An answer in parts has at most so many; what follows is in the last. */
const maxParts = 20;
/** So many characters cost nothing to look through at each piece; longer paragraphs are looked at ten times a second. */
const cheap = 4_000;

/** The words of one step on their way: cleaned, held back while they may be silence, said in parts where the mode asks. */
export class StepWords {
  readonly #run: Run;
  #piece = firstPiece;
  /** Not shown yet, because it may still become the token of silence. */
  #hidden = "";
  #speaks = false;
  #lookedAt = 0;

  constructor(run: Run) {
    this.#run = run;
  }

  async add(raw: string): Promise<void> {
    const { text, state } = visiblePiece(this.#piece, raw, false);
    this.#piece = state;
    await this.#show(text, false);
  }

  async end(): Promise<void> {
    const { text } = visiblePiece(this.#piece, "", true);
    this.#piece = firstPiece;
    await this.#show(text, true);
  }

  async #show(text: string, last: boolean): Promise<void> {
    const { stream, turn } = this.#run;
    let words = text;
    if (!this.#speaks) {
      this.#hidden += text;
      if (last ? isSilence(this.#hidden) : mayBecomeSilence(this.#hidden)) return;
      this.#speaks = true;
      stream.status("generating");
      words = separated(stream.text) + this.#hidden;
    }
    stream.push(words.slice(0, maxTurnText - stream.text.length), turn.step);
    if (turn.responseMode === "conversational") await this.#sayParts();
  }

  /** Paragraphs that are whole become messages as soon as the next one has begun. */
  async #sayParts(): Promise<void> {
    const { stream, turn } = this.#run;
    const now = performance.now();
    const isOften = now - this.#lookedAt < 100 && stream.text.length - turn.saidUntil > cheap;
    if (isOften || turn.parts >= maxParts) return;
    this.#lookedAt = now;
    const length = wholeParagraphs(stream.text.slice(turn.saidUntil));
    if (length > 0) await sayPart(this.#run, stream.text.slice(turn.saidUntil, turn.saidUntil + length));
  }
}

/** What a model says after its calls is a paragraph of its own. */
function separated(before: string): string {
  return before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
}

/** Says what is whole as a message, once it is written down as streamed. */
async function sayPart(run: Run, text: string): Promise<void> {
  const { host, turn, stream, streams } = run;
  await streams.drain(stream);
  await writingIn(host, turn.tenantId, async (tx) => {
    const row = await lockRunning(tx, turn);
    const said = row && text.trim() !== "" ? await sayText(tx, host, row, text) : null;
    if (!row || !said) return tx.emit([], () => undefined);
    const set = { saidUntil: row.saidUntil + text.length, parts: row.parts + said.parts };
    const [noted] = await tx.update(aiTurns).set(set).where(eq(aiTurns.id, turn.id)).returning();
    run.turn = noted!;
    return tx.emit(said.events, () => undefined);
  });
}
