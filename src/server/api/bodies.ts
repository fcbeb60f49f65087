import { SwError } from "#/domain/errors.ts";

/** Every request body but uploads and texts of notes. */
export const maxBodyBytes = 256 * 1024;

/**
 * The request with its body read, or SW_BODY_TOO_LARGE as soon as it is over the bound: a length that was not announced,
 * or announced wrongly, costs no more memory than the bound.
 */
export async function boundedRequest(request: Request, most: number = maxBodyBytes): Promise<Request> {
  if (!request.body) return request;
  if (Number(request.headers.get("content-length") ?? 0) > most) throw tooLarge(most);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > most) {
      await reader.cancel();
      throw tooLarge(most);
    }
    chunks.push(value);
  }
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    body: Buffer.concat(chunks),
    signal: request.signal,
  });
}

function tooLarge(most: number): SwError {
  const detail = most === maxBodyBytes ? undefined : `The request is over ${(most / 1_000_000).toFixed(1)} MB.`;
  return new SwError("SW_BODY_TOO_LARGE", detail);
}
