import { ProviderFault } from "#/server/identity/provider/fault.ts";

/** A provider that is up answers its small documents well within this; a sign-in waits for at most four of them. */
const timeoutMs = 5_000;
const maxBytes = 512 * 1024;

export type JsonAnswer = { status: number; headers: Headers; json: unknown };

/**
 * Asks the provider for JSON within 5 s and 512 KB, counted after decompression. Redirects are not followed: the address
 * was checked, the one it points to was not, and what we send may hold a secret.
 *
 * @throws ProviderFault `unreachable`
 */
export async function fetchJson(url: string, init: Omit<RequestInit, "redirect" | "signal"> = {}): Promise<JsonAnswer> {
  const where = new URL(url).host;
  try {
    const response = await fetch(url, {
      ...init,
      headers: { accept: "application/json", ...init.headers },
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      throw new ProviderFault("unreachable", `${where} answered with a redirect, which is not followed.`);
    }
    const text = await boundedText(response, where);
    return { status: response.status, headers: response.headers, json: parsed(text, where) };
  } catch (error) {
    if (error instanceof ProviderFault) throw error;
    const late = error instanceof Error && error.name === "TimeoutError";
    throw new ProviderFault("unreachable", `${where} ${late ? "did not answer in 5 s" : "could not be reached"}.`);
  }
}

async function boundedText(response: Response, where: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (const reader = response.body?.getReader(); reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      throw new ProviderFault("unreachable", `${where} answered more than 512 KB.`);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProviderFault("unreachable", `${where} did not answer JSON.`);
  }
}

const longestMs = 3_600_000;
const shortestMs = 60_000;

/** How long an answer may be kept: its own `max-age`, at least a minute and at most an hour. */
export function freshForMs(headers: Headers): number {
  const control = headers.get("cache-control") ?? "";
  if (/no-store|no-cache/i.test(control)) return shortestMs;
  const age = /max-age=(\d{1,9})/i.exec(control)?.[1];
  return age === undefined ? longestMs : Math.min(longestMs, Math.max(shortestMs, Number(age) * 1000));
}
