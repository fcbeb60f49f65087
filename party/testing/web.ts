import { createServer, type Server } from "node:http";
import { type OpenFacts, type OpenRequest, openPath, secretHeader } from "#/domain/stream/contract.ts";
import { secret } from "./workerd.ts";

export type Opening = { status: number; body: unknown };

/** A small real web application on a unix socket: it answers openings as the test says, and keeps what it was asked. */
export class TestWeb {
  readonly asked: OpenRequest[] = [];
  answer: (question: OpenRequest) => Opening | Promise<Opening>;
  readonly #server: Server;

  constructor(answer: (question: OpenRequest) => Opening | Promise<Opening>) {
    this.answer = answer;
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const good = request.method === "POST" && request.url === openPath && request.headers[secretHeader] === secret;
      if (!good) {
        response.writeHead(404).end("{}");
        return;
      }
      const question = JSON.parse(Buffer.concat(chunks).toString()) as OpenRequest;
      this.asked.push(question);
      const { status, body } = await this.answer(question);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  }

  listen(path: string): Promise<void> {
    return new Promise((resolve) => this.#server.listen(path, resolve));
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

export function granted(facts: OpenFacts): Opening {
  return { status: 200, body: facts };
}

export function refused(status: number, code: string): Opening {
  return { status, body: { error: { code, message: "no" } } };
}
