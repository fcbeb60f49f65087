import * as z from "zod/mini";
import { reservedLocalIds } from "#/domain/ai/names.ts";
import { helperSettings, sampling } from "#/domain/ai/schema.ts";
import { id, localId } from "#/domain/ids.ts";
import { displayName } from "#/domain/participants/inputs.ts";
import { shortText } from "#/domain/text.ts";
import { engagementModes, responseModes } from "#/domain/workspaces/schema.ts";

/** Of one prompt, in characters: an admin's, or what a room adds to it. */
export const maxPrompt = 20_000;
export const maxKeywords = 50;
const maxPlugins = 100;

/** Many lines; a tab counts as two spaces, so that code may be pasted. */
const prompt = z.pipe(
  z.pipe(
    z.string().check(z.maxLength(maxPrompt * 4)),
    z.transform((text: string) => text.replaceAll("\r\n", "\n").replaceAll("\t", "  ")),
  ),
  shortText(maxPrompt),
);
const pluginId = z.string().check(z.regex(/^[a-z][a-z0-9_]{0,31}\.[a-z][a-z0-9_]{0,63}$/));
const modelId = z.string().check(z.trim(), z.minLength(1), z.maxLength(200), z.regex(/^[\x21-\x7e]+$/));
const keyword = z.pipe(
  z.pipe(
    z.string().check(z.maxLength(512)),
    z.transform((text: string) => text.normalize("NFC").replace(/\s+/gu, " ").trim()),
  ),
  z.string().check(z.minLength(1), z.maxLength(64)),
);
const keywords = z.array(keyword).check(z.maxLength(maxKeywords));

const aiLocalId = localId.check(
  z.refine((name) => !reservedLocalIds.has(name), "This short name has a meaning already."),
);

const fields = {
  display_name: displayName,
  description: z.nullable(shortText(500)),
  /** Null: the tenant's default. */
  model: z.nullable(modelId),
  system_prompt: prompt,
  /** The plugins it may use at all. */
  plugins: z.array(pluginId).check(z.maxLength(maxPlugins)),
  sampling: z.strictObject(sampling.shape),
  response_mode: z.nullable(z.enum(responseModes)),
  /** In tokens a calendar month; 0 is none, null is no cap of its own. */
  monthly_token_cap: z.nullable(z.int().check(z.minimum(0), z.maximum(1_000_000_000_000))),
  /** Pictures are not taken yet, so one can only be removed. */
  avatar_url: z.null(),
};
const partialFields = z.partial(z.object(fields)).shape;

export const createAiInput = z.strictObject({
  ...partialFields,
  local_id: aiLocalId,
  display_name: displayName,
  participant_type: z._default(z.enum(["model", "helper"]), "model"),
});
export const aiInput = z.strictObject({ participant_id: id });
/** What is left out stays. The short name and the type stay for ever. */
export const updateAiInput = z.strictObject({ participant_id: id, ...partialFields });
export const helperInput = z.strictObject({ participant_id: id, ...z.partial(z.object(helperSettings.shape)).shape });

export const playgroundInput = z.strictObject({
  participant_id: id,
  query: shortText(4_000).check(z.minLength(1)),
  /** Tried in place of the one that is stored. */
  system_prompt: z.optional(prompt),
});

export const listAisInput = z.strictObject({
  status: z._default(z.enum(["active", "deactivated", "all"]), "active"),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(100_000)), 0),
});

export const updateAiSettingsInput = z.strictObject({
  /** Null: the gateway of the instance, and without one the demo model. */
  gateway_url: z.optional(z.nullable(z.url({ protocol: /^https?$/ }).check(z.maxLength(2048)))),
  /** Written, never read back. Another address without a new key loses the old one. */
  gateway_key: z.optional(z.nullable(z.string().check(z.minLength(1), z.maxLength(4096), z.regex(/^[\x21-\x7e]+$/)))),
  credentials: z.optional(z.enum(["tenant", "person"])),
  default_model: z.optional(z.nullable(modelId)),
  /** Null allows all that the gateway lists. */
  models: z.optional(z.nullable(z.array(modelId).check(z.maxLength(500)))),
  hidden: z.optional(z.boolean()),
});

export const roomInput = z.strictObject({ room_id: id });
/** Absent or null: every AI of the room. */
const whom = { room_id: id, participant_id: z.optional(z.nullable(id)) };
/** Absent: the only AI of the room. */
export const roomAiInput = z.strictObject({ room_id: id, participant_id: z.optional(id) });

/** `engage` and `default` are the protocol's other words for `always` and for what the room would have chosen. */
export const engagementInput = z.strictObject({
  ...whom,
  mode: z.enum([...engagementModes, "engage", "default"]),
  /** What is left out stays. */
  keywords: z.optional(keywords),
});
/** Null: what the AI, the room or the asker prefers. */
export const responseModeInput = z.strictObject({ ...whom, mode: z.nullable(z.enum(responseModes)) });
/** Null or nothing clears it. */
export const roomPromptInput = z.strictObject({ ...whom, system_prompt: z.nullable(prompt) });
/** Null: the AI's own. */
export const temperatureInput = z.strictObject({
  ...whom,
  temperature: z.nullable(z.number().check(z.minimum(0), z.maximum(2))),
});
export const roomSamplingInput = z.strictObject({ ...whom, sampling: z.strictObject(sampling.shape) });

export type CreateAiInput = z.infer<typeof createAiInput>;
export type AiInput = z.infer<typeof aiInput>;
export type UpdateAiInput = z.infer<typeof updateAiInput>;
export type HelperInput = z.infer<typeof helperInput>;
export type PlaygroundInput = z.infer<typeof playgroundInput>;
export type ListAisInput = z.infer<typeof listAisInput>;
export type UpdateAiSettingsInput = z.infer<typeof updateAiSettingsInput>;
export type RoomAiInput = z.infer<typeof roomAiInput>;
export type EngagementInput = z.infer<typeof engagementInput>;
export type ResponseModeInput = z.infer<typeof responseModeInput>;
export type RoomPromptInput = z.infer<typeof roomPromptInput>;
export type TemperatureInput = z.infer<typeof temperatureInput>;
export type RoomSamplingInput = z.infer<typeof roomSamplingInput>;
