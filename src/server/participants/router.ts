import { listParticipantsInput, updateProfileInput } from "#/domain/participants/inputs.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { listParticipants } from "#/server/participants/list-participants.ts";
import { updateProfile } from "#/server/participants/update-profile.ts";

export const participantsRouter = router({
  list: procedure
    .meta({ rest: "GET /directory/participants" })
    .input(listParticipantsInput)
    .query(({ ctx, input }) => listParticipants(ctx.use, input)),
  updateProfile: procedure
    .meta({ rest: "PATCH /me" })
    .input(updateProfileInput)
    .mutation(({ ctx, input }) => updateProfile(ctx.use, input)),
});
