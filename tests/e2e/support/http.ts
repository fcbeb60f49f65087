import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";
import { appRouter } from "../../../src/server/api/router.ts";

export type Question = {
  readonly method?: string;
  readonly path: string;
  /** Of the Host header, without port; the connection itself always goes to loopback. */
  readonly host?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array;
  /** To keep connections; without it each request has one of its own. */
  readonly agent?: Agent;
};

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string };

/** One request as raw as Node allows: any Host, any Origin, any body. Answers within 30 s or fails. */
export function ask(port: number, question: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = "GET", path, host = "localhost", headers, body, agent = false } = question;
    const options = {
      host: "127.0.0.1",
      port,
      method,
      path,
      headers: { host: `${host}:${port}`, ...headers },
      agent,
    };
    const asking = request({ ...options, timeout: 30_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        });
      });
    });
    asking.on("timeout", () => asking.destroy(new Error(`${method} ${path} was not answered within 30 s.`)));
    asking.on("error", reject);
    asking.end(body);
  });
}

/** Somebody signed in at one tenant's host. */
export type Session = {
  readonly port: number;
  readonly host: string;
  /** `name=value`, as a Cookie header carries it. */
  readonly cookie: string;
  readonly participantId: string;
};

export type Outcome = {
  readonly status: number;
  readonly code: string | null;
  readonly message: string;
  readonly data: unknown;
};

/** Calls a procedure as the browser does. `code` is the stable code of a refusal. */
export async function attempt(session: Session, procedure: string, input: unknown = {}): Promise<Outcome> {
  const path = `/api/trpc/${procedure}`;
  const question = isQuery(procedure)
    ? { path: `${path}?input=${encodeURIComponent(JSON.stringify(input))}` }
    : { method: "POST", path, body: JSON.stringify(input) };
  const headers = { cookie: session.cookie, origin: originOf(session), "content-type": "application/json" };
  return outcomeOf(await ask(session.port, { ...question, host: session.host, headers }));
}

export function outcomeOf({ status, text }: Answer): Outcome {
  const answer = JSON.parse(text) as { result?: { data?: unknown }; error?: Refusal };
  const { error } = answer;
  const code = error ? (error.data?.sw_code ?? error.code ?? "none") : null;
  return {
    status,
    code: code === null ? null : String(code),
    message: error?.message ?? "",
    data: answer.result?.data,
  };
}

type Refusal = {
  readonly code?: string | number;
  readonly message?: string;
  readonly data?: { readonly sw_code?: string };
};

/** Every procedure by its whole name. The declared type nests them by feature; what runs is flat. */
export const procedures = appRouter._def.procedures as unknown as Readonly<
  Record<string, { readonly _def: { readonly type: "query" | "mutation" } }>
>;

function isQuery(procedure: string): boolean {
  return procedures[procedure]?._def.type === "query";
}

/** Calls a procedure that must succeed. */
export async function call<T>(session: Session, procedure: string, input?: unknown): Promise<T> {
  const { status, code, message, data } = await attempt(session, procedure, input);
  if (code !== null) throw new Error(`${procedure} was refused with ${status} ${code}: ${message}`);
  return data as T;
}

export function originOf({ host, port }: Pick<Session, "host" | "port">): string {
  return `http://${host}:${port}`;
}
