import { createHash, randomBytes } from "node:crypto";

/** 256 bits, so that guessing needs no rate limit to be hopeless. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of a secret. Secrets are random, so a plain digest is enough; passwords are another matter. */
export function hashSecret(secret: string): Uint8Array {
  return createHash("sha256").update(secret).digest();
}
