import { createHmac, timingSafeEqual } from "node:crypto";

/** How far the delivery's clock may be from ours, either way: a copy of it is worthless after that. */
const windowSeconds = 300;

/** Exactly ScaiKey's form. A header that came twice arrives joined by `, ` and so does not fit either. */
const form = /^t=([1-9]\d{0,11})((?:,v1=[0-9a-f]{64}){1,5})$/;

export type SignedDelivery = {
  /** `X-ScaiKey-Signature`: `t=<unix seconds>,v1=<hex>`, with one `v1` for each secret in use. */
  signature: string | null;
  /** `X-ScaiKey-Timestamp`, which must say the same as the signature. */
  timestamp: string | null;
  /** The bytes as they came: what is parsed and written again is other bytes. */
  body: Uint8Array;
};

/** Whether one of the secrets signed this delivery within the last five minutes: HMAC-SHA256 of `<t>.<body>`. */
export function isSigned(
  { signature, timestamp, body }: SignedDelivery,
  secrets: readonly string[],
  now: Date,
): boolean {
  const [, at = "", marks = ""] = form.exec(signature ?? "") ?? [];
  if (!at || timestamp !== at) return false;
  if (Math.abs(now.getTime() / 1000 - Number(at)) > windowSeconds) return false;
  const given = marks
    .split(",v1=")
    .slice(1)
    .map((hex) => Buffer.from(hex, "hex"));
  const expected = secrets.map((secret) => createHmac("sha256", secret).update(`${at}.`).update(body).digest());
  // Every pair is compared, so that the time does not tell which secret or mark was near.
  return expected.flatMap((mine) => given.map((mark) => timingSafeEqual(mine, mark))).some(Boolean);
}
