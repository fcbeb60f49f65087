import { media, mediaInput, signedMedia } from "#/domain/media/schema.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { mediaInfo } from "#/server/media/read-media.ts";
import { signMedia } from "#/server/media/signed-media.ts";

/** What is said of pictures; their bytes go by `src/server/api/media-door.ts`. */
export const mediaRouter = router({
  info: procedure
    .meta({
      rest: "GET /media/{media_id}/info",
      summary: "Answers what is known of a picture: its size, type, dimensions and SHA-256.",
      returns: media,
      errors: ["SW_MEDIA_NOT_FOUND"],
    })
    .input(mediaInput)
    .query(({ ctx, input }) => mediaInfo(ctx.use, input)),
  sign: procedure
    .meta({
      rest: "GET /media/signed/{media_id}",
      summary: "Answers an address under which whoever has it sees a picture without signing in, for ten minutes.",
      returns: signedMedia,
      errors: ["SW_MEDIA_NOT_FOUND", "SW_UNAVAILABLE"],
    })
    .input(mediaInput)
    .query(({ ctx, input }) => signMedia(ctx.use, ctx.app, input)),
});
