import { type ErrorCode, isErrorCode } from "#/domain/errors.ts";
import {
  type NoteLoadAnswer,
  type NoteLoadRequest,
  type NoteRightsAnswer,
  type NoteRightsRequest,
  type NoteSaveAnswer,
  type NoteSaveRequest,
  noteLoadPath,
  noteRightsAnswer,
  noteRightsPath,
  noteSaveAnswer,
  noteSavePath,
  noteVersionHeader,
} from "#/domain/notes/contract.ts";
import { refusal, secretHeader } from "#/domain/stream/contract.ts";
import type { Asking } from "../opening.ts";
import { saveTimeoutMs } from "./limits.ts";

/** The web application's own refusal, or null for a fault between us: no answer, a wrong secret, an answer that can't be read. */
export type WebRefusal = { refused: ErrorCode | null };

/** What a note asks of the web application. Nothing here throws. */
export type NoteWeb = {
  load(question: NoteLoadRequest): Promise<NoteLoadAnswer | WebRefusal>;
  save(question: NoteSaveRequest, timeoutMs: number): Promise<NoteSaveAnswer | WebRefusal>;
  rights(question: NoteRightsRequest): Promise<NoteRightsAnswer | WebRefusal>;
};

type Schema<T> = { parse(value: unknown): T };

export function noteWeb(asking: Asking): NoteWeb {
  return {
    load: (question) => ask(asking, noteLoadPath, question, loaded, saveTimeoutMs),
    save: (question, timeoutMs) => ask(asking, noteSavePath, question, readAs(noteSaveAnswer), timeoutMs),
    rights: (question) => ask(asking, noteRightsPath, question, readAs(noteRightsAnswer), saveTimeoutMs),
  };
}

const readAs =
  <T>(schema: Schema<T>) =>
  async (answer: Response): Promise<T> =>
    schema.parse(await answer.json());

async function loaded(answer: Response): Promise<NoteLoadAnswer> {
  const version = Number(answer.headers.get(noteVersionHeader) ?? Number.NaN);
  if (!Number.isSafeInteger(version)) throw new Error("The answer names no version.");
  return { update: new Uint8Array(await answer.arrayBuffer()), version };
}

async function ask<T>(
  { fetch, web, secret }: Asking,
  path: string,
  question: unknown,
  read: (answer: Response) => Promise<T>,
  timeoutMs: number,
): Promise<T | WebRefusal> {
  try {
    const answer = await fetch(`${web}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", [secretHeader]: secret },
      body: JSON.stringify(question),
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (answer.status === 200) return await read(answer);
    const parsed = refusal.safeParse(await answer.json());
    const code = parsed.success ? parsed.data.error.code : null;
    return { refused: code !== null && isErrorCode(code) ? code : null };
  } catch {
    return { refused: null };
  }
}
