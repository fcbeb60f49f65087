import type { APIEvent } from "@solidjs/start/server";
import { handleInternal } from "#/server/api/internal.ts";
import { isInternalRequest } from "#/server/node/internal.ts";

async function answer({ request }: APIEvent): Promise<Response> {
  if (!isInternalRequest(request)) return new Response(null, { status: 404 });
  return handleInternal(request);
}

export const GET = answer;
export const POST = answer;
export const PUT = answer;
export const DELETE = answer;
