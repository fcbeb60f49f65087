import { request } from "node:http";
import { secretHeader, shardsHeader } from "#/domain/stream/contract.ts";
import type { Config } from "#/server/config.ts";

/** The realtime door as the web reaches it: one POST to a path, with the shared secret. */
export type Party = {
  post(path: string, body: unknown, signal: AbortSignal): Promise<{ status: number; body: unknown }>;
};

/** Answers of a hub are a position or a list of states; anything larger is not from a hub. */
const maxAnswerBytes = 1_000_000;

/** By unix socket for the party beside us, by URL for one elsewhere; null when there is none. */
export function openParty(config: Config): Party | null {
  const { party, internalKey = "", hubShards } = config;
  const headers = {
    "content-type": "application/json",
    [secretHeader]: internalKey,
    [shardsHeader]: String(hubShards),
  };
  if (party.kind === "socket")
    return { post: (path, body, signal) => postToSocket(party.path, path, headers, body, signal) };
  if (party.kind === "url")
    return { post: (path, body, signal) => postToUrl(new URL(path, party.url), headers, body, signal) };
  return null;
}

function postToSocket(
  socketPath: string,
  path: string,
  headers: Record<string, string>,
  body: unknown,
  signal: AbortSignal,
): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path, method: "POST", headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxAnswerBytes) sent.destroy(new Error("the party's answer is too large"));
        else chunks.push(chunk);
      });
      response.on("error", reject);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString("utf8")) });
      });
    });
    sent.on("error", reject);
    sent.end(JSON.stringify(body));
  });
}

async function postToUrl(url: URL, headers: Record<string, string>, body: unknown, signal: AbortSignal) {
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), signal, redirect: "error" });
  return { status: response.status, body: parsed(await response.text()) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
