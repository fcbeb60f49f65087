/**
 * Answers a request that came in over the internal socket, which only the party reaches.
 * Paths start with `/internal/`; anything unknown is 404.
 */
export async function handleInternal(_request: Request): Promise<Response> {
  return new Response(null, { status: 404 });
}
