import type { Asking } from "./opening.ts";
import { secretVariable } from "./secret.ts";

/** Where the web application answers internal questions. On one machine `web` is its unix socket (party/config.capnp). */
const defaultWeb = "http://web";

/** How a party asks the web application, from the environment that it runs in. */
export function askingOf(env: Record<string, unknown>): Asking {
  const { SCAIWAVE_WEB_URL: web, [secretVariable]: secret } = env;
  return {
    fetch: (url, init) => fetch(url, init),
    web: typeof web === "string" ? web : defaultWeb,
    secret: typeof secret === "string" ? secret : "",
  };
}
