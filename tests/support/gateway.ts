import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** One step of an answer, in order. */
export type Step =
  /** An event of the stream with this JSON, or with these very words. */
  | { data: unknown; event?: string }
  | { raw: string | Uint8Array }
  | { comment: string }
  | { waitMs: number }
  /** Nothing more comes, and the connection stays open. */
  | { hang: true }
  /** The connection breaks. */
  | { breakOff: true };

export type Answer = {
  status?: number;
  headers?: Record<string, string>;
  /** A whole body instead of a stream. */
  json?: unknown;
  body?: string | Uint8Array;
  stream?: Step[] | (() => Iterable<Step> | AsyncIterable<Step>);
  /** Cuts what is sent into pieces of so many bytes, each in a packet of its own. */
  pieceBytes?: number;
};

export type Heard = {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  /** The JSON that was sent; undefined when there was none. */
  body: { model?: string; messages?: { role: string; content: string | null }[]; [key: string]: unknown } | undefined;
  /** When the connection closed before the answer was whole: the other side let go. */
  letGo: Promise<void>;
};

export type Gateway = {
  /** Base address: `SCAIWAVE_SCAIGRID_URL`. */
  url: string;
  heard: Heard[];
  /** Answers to the next chats, each once; after them, and for everything else, `otherwise`. */
  next(...answers: Answer[]): void;
  otherwise(answer: (request: Heard) => Answer): void;
  /** Of connections that are open now. */
  open(): number;
  stop(): Promise<void>;
};

/** A real HTTP server on loopback that speaks OpenAI's wire, as well or as badly as it is told to. */
export async function startGateway({
  port = 0,
  path = "/v1",
}: {
  port?: number;
  path?: string;
} = {}): Promise<Gateway> {
  const heard: Heard[] = [];
  const queue: Answer[] = [];
  let otherwise: (request: Heard) => Answer = plainAnswer;
  const server = createServer((request, response) => {
    void (async () => {
      const entry = await hear(request, response);
      heard.push(entry);
      const chat = entry.path === `${path}/chat/completions`;
      await answer(response, (chat ? queue.shift() : undefined) ?? otherwise(entry));
    })().catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  let sockets = 0;
  server.on("connection", (socket) => {
    sockets += 1;
    socket.setNoDelay(true);
    socket.on("close", () => {
      sockets -= 1;
    });
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    heard,
    next: (...answers) => queue.push(...answers),
    otherwise: (given) => {
      otherwise = given;
    },
    open: () => sockets,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function hear(request: IncomingMessage, response: ServerResponse): Promise<Heard> {
  const letGo = new Promise<void>((resolve) => {
    response.on("close", () => {
      if (!response.writableFinished) resolve();
    });
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of request as AsyncIterable<Uint8Array>) pieces.push(piece);
  const text = Buffer.concat(pieces).toString("utf8");
  const { method = "", url = "", headers } = request;
  return { method, path: url, headers, body: text ? JSON.parse(text) : undefined, letGo };
}

async function answer(response: ServerResponse, given: Answer): Promise<void> {
  const { status = 200, headers = {}, json, body, stream, pieceBytes } = given;
  if (!stream) {
    const type = json === undefined ? {} : { "content-type": "application/json" };
    response.writeHead(status, { ...type, ...headers });
    response.end(json === undefined ? (body ?? "") : JSON.stringify(json));
    return;
  }
  response.writeHead(status, { "content-type": "text/event-stream", ...headers });
  response.flushHeaders();
  for await (const step of typeof stream === "function" ? stream() : stream) {
    if (response.destroyed) return;
    if ("waitMs" in step) await pause(step.waitMs);
    else if ("hang" in step) return;
    // Half-closed, so that what was sent before is read before.
    else if ("breakOff" in step) return void response.socket?.end();
    else await write(response, bytesOf(step), pieceBytes);
  }
  response.end();
}

function bytesOf(step: Exclude<Step, { waitMs: number } | { hang: true } | { breakOff: true }>): Buffer {
  if ("raw" in step) return Buffer.from(step.raw as string);
  if ("comment" in step) return Buffer.from(`: ${step.comment}\n\n`);
  const data = typeof step.data === "string" ? step.data : JSON.stringify(step.data);
  return Buffer.from(`${step.event ? `event: ${step.event}\n` : ""}data: ${data}\n\n`);
}

/** Until there is room again, or the other side is gone. */
async function drainOf(response: ServerResponse): Promise<void> {
  const either = new AbortController();
  const { signal } = either;
  await Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })]).finally(() =>
    either.abort(),
  );
}

async function write(response: ServerResponse, bytes: Buffer, size = bytes.length): Promise<void> {
  for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
    const drained = response.write(bytes.subarray(at, at + size));
    if (!drained) await drainOf(response);
    // In the next turn of the loop, so that the other side reads each piece by itself.
    else if (size < bytes.length) await new Promise((resolve) => setImmediate(resolve));
  }
}

export const delta = (content: unknown, finish_reason: string | null = null) => ({
  data: { id: "chatcmpl-1", object: "chat.completion.chunk", choices: [{ index: 0, delta: content, finish_reason }] },
});
export const usage = (prompt_tokens: number, completion_tokens: number) => ({
  data: { id: "chatcmpl-1", choices: [], usage: { prompt_tokens, completion_tokens } },
});
export const done: Step = { data: "[DONE]" };

export type Pace = { everyMs?: number; prompt?: number };

/** Words as a good gateway streams them, a piece at a time. */
export function saying(pieces: readonly string[], { everyMs = 0, prompt = 11 }: Pace = {}): Answer {
  return {
    stream: async function* () {
      yield delta({ role: "assistant", content: "" });
      for (const content of pieces) {
        if (everyMs > 0) await pause(everyMs);
        yield delta({ content });
      }
      yield delta({}, "stop");
      yield usage(prompt, pieces.length);
      yield done;
    },
  };
}

export type Call = { id: string; name: string; arguments: string };

/** Calls of tools, the arguments of each in pieces of so many characters. */
export function calling(calls: readonly Call[], size = 7): Answer {
  const steps: Step[] = [];
  for (const [index, call] of calls.entries()) {
    steps.push(
      delta({ tool_calls: [{ index, id: call.id, type: "function", function: { name: call.name, arguments: "" } }] }),
    );
    for (let at = 0; at < call.arguments.length; at += size) {
      steps.push(delta({ tool_calls: [{ index, function: { arguments: call.arguments.slice(at, at + size) } }] }));
    }
  }
  return { stream: [...steps, delta({}, "tool_calls"), usage(20, 9), done] };
}

/** What a gateway answers to whom nothing was told: its models, a vector a text, and a sentence that says what was asked. */
export function plainAnswer(request: Heard): Answer {
  const { path, body } = request;
  if (path.endsWith("/models")) {
    const data = [
      { id: "test/large", object: "model", context_window: 8_192 },
      { id: "test/embed", object: "model" },
    ];
    return { json: { object: "list", data } };
  }
  if (body?.model !== "test/large" && body?.model !== "test/embed") {
    return { status: 404, json: { error: { code: "model_not_found", message: "The model does not exist" } } };
  }
  if (path.endsWith("/embeddings")) {
    const input = [body.input].flat() as string[];
    const data = input.map((text, index) => ({ index, embedding: [text.length, index, 1] }));
    return { json: { object: "list", data: data.reverse() } };
  }
  const asked = body.messages?.findLast(({ role }) => role === "user")?.content ?? "";
  return saying(["You ", "asked: ", asked.slice(-200)]);
}
