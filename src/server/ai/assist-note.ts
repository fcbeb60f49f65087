import { sql } from "drizzle-orm";
import {
  type AssistAction,
  findPassage,
  linksIn,
  rewritten,
  titlesNear,
  todosIn,
  unfenced,
} from "#/domain/ai/note-assist.ts";
import type { AssistNoteInput, NoteAssist } from "#/domain/ai/note-assist-schema.ts";
import { cut } from "#/domain/ai/prompt.ts";
import { fencedBlock, harmless } from "#/domain/ai/transcript.ts";
import { SwError } from "#/domain/errors.ts";
import { splitText } from "#/domain/notes/frontmatter.ts";
import { maxPassageLength } from "#/domain/notes/suggestions.ts";
import type { Suggestion } from "#/domain/notes/suggestions-schema.ts";
import { applySplices, splicesBetween } from "#/domain/notes/text-diff.ts";
import { moveSplices } from "#/domain/notes/three-way.ts";
import { type AskHost, askOnce } from "#/server/ai/ask-once.ts";
import { asRefusal } from "#/server/ai/models.ts";
import { tokenCounter } from "#/server/ai/prompt/count-tokens.ts";
import { budgetOf } from "#/server/ai/prompt/gather.ts";
import { assistRequests, assistSystem } from "#/server/ai/prompt/note-assist-words.ts";
import { type Context, reading } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { allowInNote, seeNote } from "#/server/notes/access.ts";
import { mayRead } from "#/server/notes/links/visible.ts";
import { suggestEdits } from "#/server/notes/suggestions/suggest-edits.ts";

/** Of the note; of a longer one the beginning is read. */
const maxReadTokens = 24_000;
const maxAnswerTokens = 2_500;
/** Titles that are looked through, the newest first, and how many of them a model is told. */
const maxTitles = 1_000;
const maxTold = 100;

type Ai = { id: string; name: string; model: string | null };
/** The text at the time of asking, and of it the part that is meant. */
type Material = { ai: Ai; base: string; at: { from: number; to: number }; part: string; titles: string[] };

/**
 * Has an AI propose something for a note that the asker may read; the note stays as it is. A rewrite is stored as
 * suggestions; of the others the text is answered, for the asker to put in. Paid from the AI's budget.
 *
 * @throws SwError SW_NOTE_NOT_FOUND; SW_NOTE_ARCHIVED for a rewrite; SW_NOTE_CONFLICT where the passage is not in the note
 * (any more), or in several places; SW_AI_NOT_FOUND for no such active AI, or where the tenant hides AI; SW_BAD_REQUEST for
 * a rewrite of more than 8,000 letters or of none; what the gateway, the budget and `suggestEdits` refuse with
 */
export async function assistNote(host: AskHost, ctx: Context, input: AssistNoteInput): Promise<NoteAssist> {
  const count = await tokenCounter();
  const material = await reading(ctx, (tx) => materialFor(tx, ctx, input));
  const { ai, part, titles } = material;
  const { action, instruction } = input;
  const answer = (text: string | null, suggestions: Suggestion[] = []): NoteAssist => ({
    ...{ action, participant_id: ai.id, participant_name: ai.name, model: model.id },
    ...{ text, suggestions },
  });
  const { tenantId, participantId: askerId } = ctx.actor;
  const model = await host.gateways.modelFor({ tenantId, askerId }, ai.model).catch((error: unknown) => {
    throw asRefusal(error);
  });
  if (action === "suggest_links" && titles.length === 0) return answer("");

  const budget = budgetOf(model, { max_tokens: maxAnswerTokens });
  const read = cut(harmless(part), Math.min(maxReadTokens, Math.max(500, budget.prompt - 1_500)), count);
  if (action === "rewrite" && read !== harmless(part)) throw new SwError("SW_BAD_REQUEST", tooLong);
  const content = [
    fencedBlock("note", read),
    ...(action === "suggest_links" ? [fencedBlock("titles", titles.join("\n"))] : []),
    assistRequests[action],
    ...(instruction ? [`Heed what the one who asks adds: ${harmless(instruction)}`] : []),
  ].join("\n\n");
  const said = await askOnce(host, ctx, {
    ...{ purpose: "summary", participantId: ai.id, roomId: null, model },
    messages: [
      { role: "system", content: assistSystem },
      { role: "user", content },
    ],
    promptTokens: count(content),
    maxTokens: budget.sampling.max_tokens ?? maxAnswerTokens,
  });
  if (action !== "rewrite") return answer(proposalOf[action](said, titles));
  const { base, at } = material;
  const wanted = base.slice(0, at.from) + rewritten(part, said) + base.slice(at.to);
  if (wanted === base) return answer(null);
  // What people wrote while the AI was thinking stays: its changes are moved to where they belong now.
  const change = (now: string) =>
    applySplices(now, moveSplices(splicesBetween(base, wanted), splicesBetween(base, now)));
  const by = { noteId: input.note_id, authorId: ai.id, turnId: null };
  return answer(null, await suggestEdits(ctx, by, { reason: instruction || null, change }));
}

const tooLong = "This is too long to rewrite at once. Choose a passage.";
const notThere = "This passage isn't in the note any more, or is in it several times.";

const proposalOf: Record<Exclude<AssistAction, "rewrite">, (said: string, titles: readonly string[]) => string> = {
  summarise: unfenced,
  extract_todos: todosIn,
  suggest_links: linksIn,
};

async function materialFor(tx: Reader, ctx: Context, input: AssistNoteInput): Promise<Material> {
  const seen = await seeNote(tx, ctx.actor, input.note_id);
  if (input.action === "rewrite") allowInNote(seen, ctx.actor, "comment");
  const { body } = seen.row;
  const isWhole = input.passage === undefined && input.from === undefined && input.to === undefined;
  const at = isWhole ? { from: body.length - splitText(body).body.length, to: body.length } : findPassage(body, input);
  if (!at) throw new SwError("SW_NOTE_CONFLICT", notThere);
  const part = body.slice(at.from, at.to);
  if (part.trim() === "") throw new SwError("SW_BAD_REQUEST", "There are no words here yet.");
  if (input.action === "rewrite" && part.length > maxPassageLength) throw new SwError("SW_BAD_REQUEST", tooLong);
  const ai = await findAi(tx, input.participant_id ?? null);
  const titles = input.action === "suggest_links" ? await titlesFor(tx, ctx, { part, own: seen.row.title }) : [];
  return { ai, base: body, at, part, titles };
}

async function findAi(tx: Reader, participantId: string | null): Promise<Ai> {
  const [ai] = await tx.rows<Ai>(sql`
    select p.id, p.display_name as name, p.model from app.ai_participants a
    join app.participants p on p.id = a.participant_id and p.deactivated_at is null
    where not exists (select from app.ai_settings s where s.hidden)
      and (${participantId}::uuid is null or p.id = ${participantId}::uuid)
    order by p.participant_type = 'helper', p.id limit 1`);
  if (!ai) throw new SwError("SW_AI_NOT_FOUND");
  return ai;
}

/** Of notes that the asker may read: others are not there for the model either. */
async function titlesFor(tx: Reader, ctx: Context, { part, own }: { part: string; own: string }): Promise<string[]> {
  const rows = await tx.rows<{ title: string }>(sql`
    select n.title from app.notes n
    where n.status <> 'archived' and lower(n.title) <> lower(${own}) and ${mayRead(ctx.actor.participantId)}
    order by n.updated_at desc, n.id limit ${maxTitles}`);
  return titlesNear(
    part,
    rows.map(({ title }) => title),
  ).slice(0, maxTold);
}
