import type { APIEvent } from "@solidjs/start/server";
import { handleInternal } from "#/server/api/internal.ts";
import { readConfig } from "#/server/config.ts";
import { isInternalRequest } from "#/server/node/internal.ts";

async function answer({ request }: APIEvent): Promise<Response> {
  // A party that runs elsewhere has no socket here: it comes in by the public door, and its secret is what counts.
  const fromAfar = readConfig(process.env).party.kind === "url";
  if (!fromAfar && !isInternalRequest(request)) return new Response(null, { status: 404 });
  return handleInternal(request);
}

export const GET = answer;
export const POST = answer;
export const PUT = answer;
export const DELETE = answer;
