import { isIP } from "node:net";
import { publicInternet } from "#/server/ports/public-internet.ts";

/**
 * What a gateway may be: of the instance, what its operator wrote; of a tenant, only what the whole internet could reach,
 * because an admin of one tenant must not look around in the operator's network.
 */
export type Reach = "anywhere" | "public";

const maxLength = 2_000;

/**
 * The base address of a gateway, without a slash at its end. Of a bare host it is ScaiGrid's OpenAI layer.
 *
 * @throws Error with one sentence for whoever set it
 */
export function gatewayBase(text: string, reach: Reach): URL {
  if (text.length > maxLength || !URL.canParse(text)) throw new Error("The gateway's address is not a URL.");
  const url = new URL(text);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && reach === "anywhere")) {
    throw new Error(`The gateway's address must begin with ${reach === "anywhere" ? "http:// or " : ""}https://.`);
  }
  if (url.username || url.password) throw new Error("The gateway's address must not hold a name or password.");
  if (url.search || url.hash) throw new Error("The gateway's address must end with its path, without ? or #.");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (reach === "public" && !isPublicHost(host)) {
    throw new Error("The gateway's address must be one of the public internet.");
  }
  url.pathname = url.pathname.replace(/\/+$/, "") || "/oai/v1";
  return url;
}

/** Names are checked again, by their addresses, at each connection. */
function isPublicHost(host: string): boolean {
  if (isIP(host)) return publicInternet(host);
  return host.includes(".") && !/(^|\.)(localhost|local|internal|home\.arpa)\.?$/.test(host);
}

export function at(base: URL, path: string): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname}/${path}`;
  return url;
}
