import * as z from "zod/mini";

/** Ids are lower-case UUIDs, version 7 where we make them. They are opaque to clients. */
export const id = z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/));

/** Wherever an id is made, the maker is an argument, so that rules stay pure and tests repeatable. */
export type MakeId = () => string;

/**
 * The short name used in mentions: `@ana`. Lower-case ASCII only, so that look-alike letters cannot pose as someone.
 * It starts and ends with a letter or digit, so that `@ana.` at the end of a sentence mentions Ana.
 */
export const localId = z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/));

/**
 * UUIDv7 from milliseconds and random bytes (RFC 9562, section 5.7).
 * `random` holds at least 10 bytes; the caller owns the clock and the randomness.
 */
export function uuidv7(milliseconds: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  let rest = milliseconds;
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
