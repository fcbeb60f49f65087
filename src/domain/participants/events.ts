import * as z from "zod/mini";
import { participant } from "#/domain/participants/schema.ts";

export const participantEvents = {
  /** A participant appeared or changed how they look to others. */
  "swp.participant.updated": z.object({ participant }),
};
