import { type ErrorCode, isErrorCode } from "#/domain/errors.ts";
import {
  type NoteLoadAnswer,
  type NoteLoadRequest,
  type NoteRightsAnswer,
  type NoteRightsRequest,
  type NoteSaveAnswer,
  type NoteSaveRequest,
  noteLoadAnswer,
  noteLoadPath,
  noteRightsAnswer,
  noteRightsPath,
  noteSaveAnswer,
  noteSavePath,
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
    load: (question) => ask(asking, noteLoadPath, question, noteLoadAnswer, saveTimeoutMs),
    save: (question, timeoutMs) => ask(asking, noteSavePath, question, noteSaveAnswer, timeoutMs),
    rights: (question) => ask(asking, noteRightsPath, question, noteRightsAnswer, saveTimeoutMs),
  };
}

async function ask<T>(
  { fetch, web, secret }: Asking,
  path: string,
  question: unknown,
  schema: Schema<T>,
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
    const body: unknown = await answer.json();
    if (answer.status === 200) return schema.parse(body);
    const parsed = refusal.safeParse(body);
    const code = parsed.success ? parsed.data.error.code : null;
    return { refused: code !== null && isErrorCode(code) ? code : null };
  } catch {
    return { refused: null };
  }
}
