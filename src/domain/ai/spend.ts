import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";

export const purposes = ["turn", "summary", "title", "helper", "playground", "embedding"] as const;

/** Tokens of one AI in one calendar month (UTC). */
export const aiSpend = z.object({
  participant_id: id,
  display_name: z.string(),
  /** Such as `2026-11`. */
  month: z.string(),
  spent: z.number(),
  /** Of calls that are under way. */
  held: z.number(),
  monthly_token_cap: z.nullable(z.number()),
});
export type AiSpend = z.infer<typeof aiSpend>;

/** One call of a model: what it was for and what it cost. */
export const aiInvocation = z.object({
  id,
  purpose: z.enum(purposes),
  participant_id: z.nullable(id),
  asker_id: z.nullable(id),
  room_id: z.nullable(id),
  turn_id: z.nullable(id),
  model: z.string(),
  outcome: z.enum(["done", "cancelled", "failed"]),
  code: z.nullable(z.string()),
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  /** The gateway told the tokens; else they are an estimate. */
  measured: z.boolean(),
  first_chunk_ms: z.nullable(z.number()),
  total_ms: z.number(),
  at: z.string(),
});
export type AiInvocation = z.infer<typeof aiInvocation>;

export const spendInput = z.strictObject({
  /** `2026-11`; this month unless given. */
  month: z.optional(z.string().check(z.regex(/^20\d{2}-(0[1-9]|1[0-2])$/))),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(10_000)), 0),
});
export type SpendInput = z.infer<typeof spendInput>;

export const invocationsInput = z.strictObject({
  before: z.optional(id),
  participant_id: z.optional(id),
  purpose: z.optional(z.enum(purposes)),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
});
export const helperInvocationsInput = z.strictObject({
  participant_id: id,
  before: z.optional(id),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
});
export type HelperInvocationsInput = z.infer<typeof helperInvocationsInput>;
export type InvocationsInput = z.infer<typeof invocationsInput>;
