import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { maxEmbedDepth, maxEmbeds } from "#/domain/notes/bounds.ts";
import { splitText } from "#/domain/notes/frontmatter.ts";
import { type LinkAnchor, linkKey } from "#/domain/notes/link-target.ts";
import { readLinks } from "#/domain/notes/links.ts";
import type { EmbedsInput, NoteEmbed } from "#/domain/notes/links-schema.ts";
import { sectionOf } from "#/domain/notes/sections.ts";
import { type Actor, type Context, reading } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { seeNote } from "#/server/notes/access.ts";
import { type Place, resolveNames } from "#/server/notes/links/resolutions.ts";
import { seeWorkspace } from "#/server/workspaces/access.ts";

/** Of all that is shown, in characters: an answer is not to grow with what is embedded how often. */
const maxShown = 1_000_000;

/** A text whose embeds are looked for; `within` are the notes that it is shown in, itself among them. */
type Text = Place & { markdown: string; within: readonly string[]; parent: number | null };
type Stored = { body: string; workspace_id: string; updated_by: string };

/**
 * What the embeds of a note or of a text show to this reader, those inside of them too: at most three deep and fifty in all.
 * What they may not see is told as what does not exist; a note inside of itself is told, and not shown.
 * SW_NOTE_NOT_FOUND, SW_WORKSPACE_NOT_FOUND; SW_BAD_REQUEST without a note and a text.
 */
export async function expandEmbeds(ctx: Context, { note_id, body, workspace_id }: EmbedsInput): Promise<NoteEmbed[]> {
  if (note_id === undefined && body === undefined) throw new SwError("SW_BAD_REQUEST", "Give note_id or body.");
  return reading(ctx, async (tx) => {
    if (workspace_id) await seeWorkspace(tx, ctx.actor, workspace_id);
    const seen = note_id ? await seeNote(tx, ctx.actor, note_id) : null;
    return expand(tx, ctx.actor, {
      markdown: body ?? seen!.row.body,
      workspaceId: seen?.row.workspaceId ?? workspace_id ?? null,
      source: seen && { id: seen.row.id, authorId: seen.row.updatedBy },
      within: note_id ? [note_id] : [],
      parent: null,
    });
  });
}

async function expand(tx: Reader, actor: Actor, root: Text): Promise<NoteEmbed[]> {
  const embeds: NoteEmbed[] = [];
  let shown = 0;
  // Level by level, so that what is near is not crowded out by what is deep.
  let level: Text[] = [root];
  for (let depth = 1; level.length > 0; depth += 1) {
    const next: Text[] = [];
    for (const text of level) {
      for (const { embed, inside } of await embedsIn(tx, actor, text, maxEmbeds - embeds.length)) {
        if (embeds.length === maxEmbeds) return embeds;
        const tooDeep = depth > maxEmbedDepth || shown + (embed.markdown?.length ?? 0) > maxShown;
        const told: NoteEmbed =
          tooDeep && embed.state === "shown" ? { ...embed, state: "too_deep", markdown: null } : embed;
        shown += told.markdown?.length ?? 0;
        embeds.push(told);
        if (told.state === "shown" && inside) next.push({ ...inside, parent: embeds.length - 1 });
      }
    }
    level = next;
  }
  return embeds;
}

type Found = { embed: NoteEmbed; inside: Text | null };

async function embedsIn(tx: Reader, actor: Actor, text: Text, most: number): Promise<Found[]> {
  const links = readLinks(text.markdown).filter((link) => link.embed && link.key !== "");
  const asked = [...new Map(links.map((link) => [targetOf(link), link])).values()].slice(0, most);
  const resolved = await resolveNames(
    tx,
    actor,
    asked.map(({ name }) => name),
    text,
  );
  const byKey = new Map(resolved.map((one) => [linkKey(one.name), one]));
  const stored = await bodiesOf(
    tx,
    resolved.flatMap(({ note_id }) => note_id ?? []),
  );
  return asked.map((link) => {
    const { note_id, title, path } = byKey.get(link.key)!;
    const note = note_id === null ? undefined : stored.get(note_id);
    const base = { parent: text.parent, target: targetOf(link) };
    const missing = { ...base, state: "missing" as const, note_id: null, title: null, path: null, markdown: null };
    if (!note || note_id === null) return { embed: missing, inside: null };
    const about = { ...base, note_id, title, path };
    if (text.within.includes(note_id)) return { embed: { ...about, state: "loop", markdown: null }, inside: null };
    const { body } = splitText(note.body);
    const markdown = link.anchor ? sectionOf(body, link.anchor) : body;
    if (markdown === null) return { embed: { ...about, state: "missing", markdown: null }, inside: null };
    return { embed: { ...about, state: "shown", markdown }, inside: insideOf(note_id, note, markdown, text) };
  });
}

function insideOf(id: string, note: Stored, markdown: string, { within, parent }: Text): Text {
  return {
    markdown,
    workspaceId: note.workspace_id,
    source: { id, authorId: note.updated_by },
    within: [...within, id],
    parent,
  };
}

/** As typed, which is how the text says it. */
function targetOf({ name, anchor }: { name: string; anchor: LinkAnchor | null }): string {
  return anchor ? `${name}#${anchor.kind === "block" ? "^" : ""}${anchor.value}` : name;
}

async function bodiesOf(tx: Reader, ids: readonly string[]): Promise<Map<string, Stored>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<Stored & { id: string }>(sql`
    select n.id, n.body, n.workspace_id, n.updated_by from app.notes n
    where n.id = any(array(select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb)::uuid))`);
  return new Map(rows.map((row) => [row.id, row]));
}
