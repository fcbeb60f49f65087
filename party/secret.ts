import { minSecretLength, secretHeader } from "#/domain/stream/contract.ts";

/** The environment's name of the secret that the web application and the party share. */
export const secretVariable = "SCAIWAVE_INTERNAL_KEY";

type Headers = { get(name: string): string | null };

/** Whether the request comes from our own web application. Without a good secret of our own, nothing does. */
export function isInternal(headers: Headers, env: Record<string, unknown>): boolean {
  const secret = env[secretVariable];
  const given = headers.get(secretHeader);
  if (typeof secret !== "string" || secret.length < minSecretLength || given === null) return false;
  return equalInConstantTime(given, secret);
}

/** Takes as long for a wrong first letter as for a wrong last one. Only the length can be learnt. */
export function equalInConstantTime(given: string, secret: string): boolean {
  const utf8 = new TextEncoder();
  const [a, b] = [utf8.encode(given), utf8.encode(secret)];
  let difference = a.length ^ b.length;
  for (let index = 0; index < b.length; index += 1) difference |= (a[index] ?? 0) ^ b[index]!;
  return difference === 0;
}
