export interface SafeHref {
  href: string;
  /** Leads away from this instance. */
  external: boolean;
}

/** Spaces, control characters, invisible characters and backslashes: browsers drop or rewrite them before they read the scheme. */
const REWRITTEN_BY_BROWSERS = /[\p{Cc}\p{Cf}\p{Z}\\]/u;
const SCHEME = /^([a-z][a-z0-9+.-]*):/i;

/**
 * The destination as an `href`, or undefined for anything but http, https, mailto, a path of this site, or a fragment. Refused
 * too: user names in addresses (`https://bank.example@evil.example`), and addresses without a host.
 */
export function safeHref(url: string, host?: string | undefined): SafeHref | undefined {
  const trimmed = url.trim();
  if (trimmed === "" || REWRITTEN_BY_BROWSERS.test(trimmed)) return undefined;
  if (/^(?:\/(?!\/)|#)/.test(trimmed))
    return URL.canParse(trimmed, "https://a.invalid") ? internal(trimmed) : undefined;
  const scheme = SCHEME.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === "mailto") return URL.canParse(trimmed) ? { href: encode(trimmed), external: true } : undefined;
  if (scheme !== "http" && scheme !== "https") return undefined;
  if (!/^https?:\/\/[^/]/i.test(trimmed) || !URL.canParse(trimmed)) return undefined;
  const parsed = new URL(trimmed);
  if (parsed.username !== "" || parsed.password !== "") return undefined;
  return { href: encode(trimmed), external: parsed.host !== host };
}

function internal(path: string): SafeHref {
  return { href: encode(path), external: false };
}

/** Percent-encodes what is not ASCII, and quotes; percent signs stay as they are. */
function encode(url: string): string {
  return url.replace(/[^\x21-\x7e]+|["'<>`]/gu, (part) => (part === "'" ? "%27" : encodeURIComponent(part)));
}
