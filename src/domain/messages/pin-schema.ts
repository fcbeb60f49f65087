import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";

/** A pinned message, in the order in which the room shows them. */
export const pin = z.object({ event_id: id, pinned_by: id, pinned_at: z.string() });
