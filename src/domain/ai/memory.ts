import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { shortText } from "#/domain/text.ts";

/** Of one memory, in characters; of one person, room or workspace, how many. */
export const maxMemoryText = 1_000;
export const maxMemories = 500;
export const memoryScopes = ["person", "room", "workspace"] as const;

/** Something that AIs keep in mind: about a person, for a room, or for a workspace. */
export const memory = z.object({
  id,
  scope: z.enum(memoryScopes),
  /** Whose it is: the one of these that is not null. */
  owner_id: z.nullable(id),
  room_id: z.nullable(id),
  workspace_id: z.nullable(id),
  text: z.string(),
  /** Who wrote it down: a person, or an AI that was asked to. */
  created_by: id,
  created_at: z.string(),
  updated_at: z.string(),
});
export type Memory = z.infer<typeof memory>;

const text = shortText(maxMemoryText).check(z.minLength(1));
const page = {
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 50),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(maxMemories)), 0),
};

export const listMemoriesInput = z.strictObject(page);
export const addMemoryInput = z.strictObject({ text });
export const editMemoryInput = z.strictObject({ memory_id: id, text });
/** By their ids, or all that hold these words; one of the two. */
export const forgetMemoriesInput = z.strictObject({
  memory_ids: z.optional(z.array(id).check(z.minLength(1), z.maxLength(maxMemories))),
  filter: z.optional(
    z.strictObject({
      /** In any case; nothing is taken for a pattern. */
      contains: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
      /** Written down before this moment. */
      before: z.optional(z.iso.datetime()),
      all: z.optional(z.literal(true)),
    }),
  ),
});
export const roomMemoriesInput = z.strictObject({ room_id: id, ...page });
export const addRoomMemoryInput = z.strictObject({ room_id: id, text });
export const roomMemoryInput = z.strictObject({ room_id: id, memory_id: id });
export const editRoomMemoryInput = z.strictObject({ room_id: id, memory_id: id, text });
export const workspaceMemoriesInput = z.strictObject({ workspace_id: id, ...page });
export const addWorkspaceMemoryInput = z.strictObject({ workspace_id: id, text });
export const workspaceMemoryInput = z.strictObject({ workspace_id: id, memory_id: id });
export const editWorkspaceMemoryInput = z.strictObject({ workspace_id: id, memory_id: id, text });

export type ForgetMemoriesInput = z.infer<typeof forgetMemoriesInput>;
