import * as z from "zod/mini";
import { listParticipantsInput, updateProfileInput } from "#/domain/participants/inputs.ts";
import { preferences, updatePreferencesInput } from "#/domain/participants/preferences.ts";
import { participant, profile } from "#/domain/participants/schema.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { pageOf } from "#/server/database/page.ts";
import { listParticipants } from "#/server/participants/list-participants.ts";
import { getPreferences, updatePreferences } from "#/server/participants/preferences.ts";
import { updateProfile } from "#/server/participants/update-profile.ts";

export const participantsRouter = router({
  list: procedure
    .meta({
      rest: "GET /directory/participants",
      summary: "Lists the people and AIs of the tenant, by name.",
      returns: z.array(participant),
      page: "offset",
      example: { input: { q: "ana", type: "human", limit: 20 } },
    })
    .input(listParticipantsInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listParticipants(ctx.use, page))),
  updateProfile: procedure
    .meta({
      rest: "PUT /me",
      also: ["PATCH /me"],
      summary: "Changes one's own name, one's few words about oneself, or removes one's picture.",
      returns: profile,
      example: { input: { display_name: "Ana Souza", bio: "Ships on Thursdays." } },
    })
    .input(updateProfileInput)
    .mutation(({ ctx, input }) => updateProfile(ctx.use, input)),
  preferences: procedure
    .meta({
      rest: "GET /me/preferences",
      summary: "Answers one's own choices, with the product's where one made none.",
      returns: preferences,
    })
    .query(({ ctx }) => getPreferences(ctx.use)),
  updatePreferences: procedure
    .meta({
      rest: "PUT /me/preferences",
      also: ["PATCH /me/preferences"],
      summary: "Changes some of one's choices and leaves the others as they are.",
      returns: preferences,
      example: {
        input: {
          timezone: "Europe/Amsterdam",
          time_format: "24h",
          quiet_hours: { enabled: true, start: "22:00", end: "07:30" },
          keyword_alerts: ["launch"],
        },
      },
    })
    .input(updatePreferencesInput)
    .mutation(({ ctx, input }) => updatePreferences(ctx.use, input)),
});
