import * as z from "zod/mini";
import { scopes } from "#/domain/identity/scopes.ts";
import { id } from "#/domain/ids.ts";

/** One of one's own sessions: a browser, or a program that holds a refresh token. */
export const session = z.object({
  id,
  kind: z.enum(["browser", "program"]),
  user_agent: z.nullable(z.string()),
  created_at: z.string(),
  last_used_at: z.nullable(z.string()),
  expires_at: z.string(),
  /** The session that asks. */
  current: z.boolean(),
});
export type Session = z.infer<typeof session>;

export const personalToken = z.object({
  id,
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  created_at: z.string(),
  last_used_at: z.nullable(z.string()),
  expires_at: z.nullable(z.string()),
});
export type PersonalToken = z.infer<typeof personalToken>;

/** `token` is shown this once; the server keeps its hash. */
export const newPersonalToken = z.extend(personalToken, { token: z.string() });
export type NewPersonalToken = z.infer<typeof newPersonalToken>;

/** What `login`, `token` and `refresh` answer. `expires_in` is in seconds. */
export const tokenSet = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal("Bearer"),
  expires_in: z.number(),
});
export type TokenSet = z.infer<typeof tokenSet>;
