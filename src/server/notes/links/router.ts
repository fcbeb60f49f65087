import * as z from "zod/mini";
import * as schema from "#/domain/notes/links-schema.ts";
import { directoryEntry, wikiResolution } from "#/domain/notes/schema.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { pageOf } from "#/server/database/page.ts";
import { listBacklinks } from "#/server/notes/links/backlinks.ts";
import { expandEmbeds } from "#/server/notes/links/embeds.ts";
import { noteGraph } from "#/server/notes/links/graph.ts";
import { findByName, findInDirectory, resolveLinks } from "#/server/notes/links/resolve-names.ts";
import { suggestNotes } from "#/server/notes/links/suggest.ts";

/** A list that is whole as it is. */
const whole = <T>(items: T[]): { items: T[]; has_more: boolean } => ({ items, has_more: false });

export const noteLinksRouter = router({
  backlinks: procedure
    .meta({
      rest: "GET /notes/{note_id}/backlinks",
      summary: "Lists the notes that link to a note, with the lines in which they do.",
      returns: z.array(schema.backlink),
      page: "offset",
      errors: ["SW_NOTE_NOT_FOUND"],
    })
    .input(schema.backlinksInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listBacklinks(ctx.use, page))),
  byName: procedure
    .meta({
      rest: "GET /notes/alias/{alias}",
      summary: "Answers the note or participant that a name stands for; absent and forbidden alike are not found.",
      returns: wikiResolution,
      errors: ["SW_NOTE_NOT_FOUND"],
      example: { input: { alias: "Launch plan" } },
    })
    .input(schema.noteNameInput)
    .query(({ ctx, input }) => findByName(ctx.use, input)),
  directory: procedure
    .meta({
      rest: "GET /directory/alias/{alias}",
      summary:
        "Answers the room with an address, else the note or participant with a name; absent and forbidden alike are not found.",
      returns: directoryEntry,
      errors: ["SW_NOTE_NOT_FOUND"],
      example: { input: { alias: "Launch plan" } },
    })
    .input(schema.noteNameInput)
    .query(({ ctx, input }) => findInDirectory(ctx.use, input)),
  suggest: procedure
    .meta({
      rest: "GET /notes/suggest",
      summary: "Suggests notes for the beginning of a name.",
      returns: z.array(schema.noteSuggestion),
      page: "offset",
      errors: ["SW_WORKSPACE_NOT_FOUND"],
      example: { input: { q: "launch" } },
    })
    .input(schema.suggestInput)
    .query(async ({ ctx, input }) => whole(await suggestNotes(ctx.use, input))),
  resolve: procedure
    .meta({
      rest: "POST /notes/resolve",
      summary: "Answers what the names in links stand for; what one may not see is answered as what does not exist.",
      returns: z.array(wikiResolution),
      page: "offset",
      errors: ["SW_NOTE_NOT_FOUND", "SW_WORKSPACE_NOT_FOUND"],
      example: { input: { names: ["Launch plan", "ana"] } },
    })
    .input(schema.resolveInput)
    .query(async ({ ctx, input }) => whole(await resolveLinks(ctx.use, input))),
  graph: procedure
    .meta({
      rest: "GET /notes/graph",
      summary: "Answers the latest changed notes and the links between them.",
      returns: schema.noteGraph,
      errors: ["SW_WORKSPACE_NOT_FOUND"],
    })
    .input(schema.graphInput)
    .query(({ ctx, input }) => noteGraph(ctx.use, input)),
  embeds: procedure
    .meta({
      rest: "GET /notes/embed-expand",
      summary: "Answers what the embeds of a note or text show, those inside of them too.",
      returns: z.array(schema.noteEmbed),
      page: "offset",
      errors: ["SW_NOTE_NOT_FOUND", "SW_WORKSPACE_NOT_FOUND"],
      example: { input: { body: "![[Launch plan#Costs]]" } },
    })
    .input(schema.embedsInput)
    .query(async ({ ctx, input }) => whole(await expandEmbeds(ctx.use, input))),
});
