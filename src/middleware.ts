import { randomBytes } from "node:crypto";
import { createMiddleware } from "@solidjs/start/middleware";
import { errorResponse } from "#/server/api/errors.ts";
import { pagesOf } from "#/server/api/page-caller.ts";
import { currentApp } from "#/server/start.ts";

declare module "@solidjs/start/server" {
  interface RequestEventLocals {
    nonce: string;
    docs: () => Promise<typeof import("#/docs.ts")>;
  }
}

/** Scripts and styles only from here and only with this page's nonce; nothing may frame us; images from here alone. */
function policy(nonce: string, host: string | null): string {
  const socket = host ? `ws://${host} wss://${host}` : "";
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    // While developing, Vite writes styles into the page and talks to it through a socket of its own.
    import.meta.env.DEV ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    // Positions of menus and of virtual rows are style attributes; they can load nothing.
    "style-src-attr 'unsafe-inline'",
    `connect-src 'self' ${import.meta.env.DEV ? "ws:" : socket}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Paths that answer on every Host: the supervisor, load balancers and collectors ask by address. */
const hostless = ["/health", "/metrics", "/internal/"];

export default createMiddleware({
  onRequest: async (event) => {
    const nonce = randomBytes(16).toString("base64");
    event.locals.nonce = nonce;
    event.locals.docs = () => import("#/docs.ts");
    event.locals.pages = pagesOf(event.request, (cookie) => event.response.headers.append("set-cookie", cookie));
    const { headers } = event.response;
    headers.set("content-security-policy", policy(nonce, event.request.headers.get("host")));
    headers.set("x-content-type-options", "nosniff");
    headers.set("referrer-policy", "same-origin");
    headers.set("cross-origin-opener-policy", "same-origin");
    headers.set("cross-origin-resource-policy", "same-origin");
    headers.set("permissions-policy", "geolocation=(), payment=()");

    const { pathname } = new URL(event.request.url);
    if (hostless.some((path) => pathname === path || (path.endsWith("/") && pathname.startsWith(path)))) return;
    try {
      // An unknown Host gets nothing: no page, no asset list, no hint of which tenants exist.
      await (await currentApp()).tenants.byHost(event.request.headers.get("host"));
    } catch (error) {
      return errorResponse(error);
    }
    if (event.request.headers.get("accept")?.includes("text/html")) headers.set("cache-control", "no-store");
  },
});
