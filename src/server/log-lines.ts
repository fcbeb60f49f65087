import { AsyncLocalStorage } from "node:async_hooks";
import pino from "pino";

/**
 * What is known of the request that runs, for the lines written meanwhile and the line written at its end. Nothing may
 * decide anything by it: actor, tenant and clock are arguments.
 */
export type RequestNotes = {
  readonly requestId: string;
  tenant?: string;
  participantId?: string;
  /** The procedure that was called, and its path under `/v1` if it has one: names of ours, never of the client's. */
  procedure?: string;
  rest?: string;
};

// The web build bundles this module more than once; a request passes through several of its copies.
const key = Symbol.for("scaiwave.request-notes");
const holder = globalThis as { [key]?: AsyncLocalStorage<RequestNotes> };
holder[key] ??= new AsyncLocalStorage();
const running = holder[key];

/** Runs `work` as this request: lines written by it carry its id. */
export function withinRequest<T>(notes: RequestNotes, work: () => T): T {
  return running.run(notes, work);
}

/** Runs `work` as no request's: what it starts goes on after the request that happened to start it. */
export function outsideRequests<T>(work: () => T): T {
  return running.exit(work);
}

/** Adds to what is known of the running request; without one, nothing happens. */
export function noteRequest(known: Partial<Omit<RequestNotes, "requestId">>): void {
  const notes = running.getStore();
  if (notes) Object.assign(notes, known);
}

/** The server's own lines. Secrets are redacted by name as a second line of defence; nothing should pass them in. */
export const log = pino({
  level: process.env.SCAIWAVE_LOG ?? "warn",
  mixin: (fields) => {
    const notes = running.getStore();
    return notes && !("request_id" in fields) ? { request_id: notes.requestId } : {};
  },
  redact: {
    paths: ["token", "secret", "cookie", "password", "*.token", "*.secret", "*.cookie", "*.password"],
    censor: "[redacted]",
  },
});
