import { eq, sql } from "drizzle-orm";
import type { AiInput, CreateAiInput, HelperInput, UpdateAiInput } from "#/domain/ai/inputs.ts";
import { posesAs } from "#/domain/ai/names.ts";
import type { AiParticipant } from "#/domain/ai/schema.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import { type AiFacts, findAi } from "#/server/ai/read-participants.ts";
import { aiParticipants } from "#/server/ai/tables.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import { type Auditor, audit, auditorOf } from "#/server/log/audit.ts";
import type { Surroundings } from "#/server/participants/create-participant.ts";
import { participants } from "#/server/participants/tables.ts";
import { admitParticipant } from "#/server/workspaces/admit-participant.ts";

/**
 * Makes an AI of the tenant. It is nowhere until somebody invites it. SW_NAME_TAKEN for a short name in use, and for names
 * that would pass for a member's.
 */
export function createAi(ctx: Context, facts: AiFacts, input: CreateAiInput): Promise<AiParticipant> {
  return writing(ctx, async (tx) => {
    const around = { now: ctx.now, newId: ctx.newId, serverName: ctx.actor.serverName };
    const { participant, events } = await makeAi(tx, around, input, auditorOf(ctx));
    const shown = await findAi(tx, facts, participant.id);
    return tx.emit(events, () => shown);
  });
}

/** The same in the caller's transaction, for the first start as well; answers the events to emit. */
export async function makeAi(
  tx: Writer,
  around: Surroundings,
  input: CreateAiInput,
  by: Auditor,
): Promise<{ participant: Participant; events: EventDraft[] }> {
  await requireFreeName(tx, input, null);
  const { participant, events } = await admitParticipant(tx, around, {
    local_id: input.local_id,
    display_name: input.display_name,
    participant_type: input.participant_type,
    ...(input.model ? { model: input.model } : {}),
  });
  await tx.insert(aiParticipants).values({
    tenantId: tx.tenantId,
    participantId: participant.id,
    description: input.description || null,
    systemPrompt: input.system_prompt ?? "",
    plugins: [...new Set(input.plugins ?? [])],
    sampling: input.sampling ?? {},
    responseMode: input.response_mode ?? null,
    monthlyTokenCap: input.monthly_token_cap ?? null,
    helper: {},
    createdBy: by.actorId,
    createdAt: around.now(),
    updatedAt: around.now(),
  });
  audit(tx, by, {
    action: "ai.created",
    target: { type: "participant", id: participant.id },
    details: { local_id: input.local_id, participant_type: input.participant_type },
  });
  return { participant, events };
}

/** Changes what is given; others see a new name or model at once. SW_AI_NOT_FOUND, SW_NAME_TAKEN. */
export function updateAi(ctx: Context, facts: AiFacts, input: UpdateAiInput): Promise<AiParticipant> {
  return writing(ctx, async (tx) => {
    const { participant_id, display_name, avatar_url, model, ...own } = input;
    const before = await lockAi(tx, facts, participant_id);
    const participant: Participant = {
      ...before.participant,
      display_name: display_name ?? before.participant.display_name,
      avatar_url: avatar_url === undefined ? before.participant.avatar_url : avatar_url,
      model: model === undefined ? before.participant.model : model,
    };
    if (participant.display_name !== before.participant.display_name) {
      await requireFreeName(tx, participant, participant_id);
    }
    await tx
      .update(participants)
      .set({ displayName: participant.display_name, avatarUrl: participant.avatar_url, model: participant.model })
      .where(eq(participants.id, participant_id));
    await tx
      .update(aiParticipants)
      .set({
        description: own.description === undefined ? before.description : own.description || null,
        systemPrompt: own.system_prompt ?? before.system_prompt,
        plugins: own.plugins ? [...new Set(own.plugins)] : before.plugins,
        sampling: own.sampling ?? before.sampling,
        responseMode: own.response_mode === undefined ? before.response_mode : own.response_mode,
        monthlyTokenCap: own.monthly_token_cap === undefined ? before.monthly_token_cap : own.monthly_token_cap,
        updatedAt: ctx.now(),
      })
      .where(eq(aiParticipants.participantId, participant_id));
    const shown = await findAi(tx, facts, participant_id);
    const changed = changedKeys(before, shown);
    if (changed.length === 0) return tx.emit([], () => shown);
    audit(tx, auditorOf(ctx), {
      action: "ai.updated",
      target: { type: "participant", id: participant_id },
      details: { changed },
    });
    const isSeen = JSON.stringify(participant) !== JSON.stringify(before.participant);
    return tx.emit(isSeen && shown.deactivated_at === null ? [seen(ctx, participant)] : [], () => shown);
  });
}

/** Says how other AIs consult it. SW_AI_NOT_FOUND; SW_BAD_REQUEST for one that is no helper. */
export function configureHelper(ctx: Context, facts: AiFacts, input: HelperInput): Promise<AiParticipant> {
  return writing(ctx, async (tx) => {
    const { participant_id, ...change } = input;
    const before = await lockAi(tx, facts, participant_id);
    if (before.participant.participant_type !== "helper") {
      throw new SwError("SW_BAD_REQUEST", "Only an AI that was made as a helper can be consulted by others.");
    }
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    await tx
      .update(aiParticipants)
      .set({ helper: { ...before.helper, ...given }, updatedAt: ctx.now() })
      .where(eq(aiParticipants.participantId, participant_id));
    const shown = await findAi(tx, facts, participant_id);
    const changed = changedKeys(before.helper, shown.helper);
    if (changed.length > 0) {
      audit(tx, auditorOf(ctx), {
        action: "ai.updated",
        target: { type: "participant", id: participant_id },
        details: { changed },
      });
    }
    return tx.emit([], () => shown);
  });
}

/**
 * Takes an AI out of service: it leaves the directory and answers no more; what it said stays. Doing it again changes
 * nothing. SW_AI_NOT_FOUND.
 */
export function deactivateAi(ctx: Context, facts: AiFacts, { participant_id }: AiInput): Promise<AiParticipant> {
  return writing(ctx, async (tx) => {
    const before = await lockAi(tx, facts, participant_id);
    if (before.deactivated_at !== null) return tx.emit([], () => before);
    await tx.update(participants).set({ deactivatedAt: ctx.now() }).where(eq(participants.id, participant_id));
    audit(tx, auditorOf(ctx), { action: "ai.deactivated", target: { type: "participant", id: participant_id } });
    const shown = await findAi(tx, facts, participant_id);
    return tx.emit([{ ...about(ctx), type: "swp.participant.deactivated", content: { participant_id } }], () => shown);
  });
}

/** Puts it back into service, with everything it had. SW_AI_NOT_FOUND, SW_NAME_TAKEN. */
export function reactivateAi(ctx: Context, facts: AiFacts, { participant_id }: AiInput): Promise<AiParticipant> {
  return writing(ctx, async (tx) => {
    const before = await lockAi(tx, facts, participant_id);
    if (before.deactivated_at === null) return tx.emit([], () => before);
    await requireFreeName(tx, before.participant, participant_id);
    await tx.update(participants).set({ deactivatedAt: null }).where(eq(participants.id, participant_id));
    audit(tx, auditorOf(ctx), { action: "ai.reactivated", target: { type: "participant", id: participant_id } });
    const shown = await findAi(tx, facts, participant_id);
    return tx.emit([seen(ctx, shown.participant)], () => shown);
  });
}

async function lockAi(tx: Writer, facts: AiFacts, participantId: string): Promise<AiParticipant> {
  await tx.rows(sql`select from app.participants where id = ${participantId} for no key update`);
  return findAi(tx, facts, participantId);
}

/**
 * Short names are compared with everybody's, since they are unique; how a name looks with those of active people. The
 * tenant's row is not locked: a person may still take an AI's name a moment later, and is then shown with their handle.
 */
async function requireFreeName(
  tx: Writer,
  names: { local_id: string; display_name: string },
  self: string | null,
): Promise<void> {
  const everyone = await tx.rows<{ local_id: string; display_name: string; human: boolean }>(sql`
    select local_id, display_name, participant_type in ('human', 'federated') as human from app.participants
    where id is distinct from ${self}::uuid and (local_id = ${names.local_id} or deactivated_at is null)`);
  if (everyone.some(({ local_id }) => local_id === names.local_id)) throw new SwError("SW_NAME_TAKEN");
  const people = everyone.filter(({ human }) => human);
  if (posesAs(names, people)) throw new SwError("SW_NAME_TAKEN", "A person here has a name that looks like this one.");
}

/** The names of what differs: never the words, which may be confidential. */
function changedKeys(before: object, after: object): string[] {
  const [one, other] = [before, after] as Record<string, unknown>[];
  return Object.keys(other!).filter((key) => JSON.stringify(one![key]) !== JSON.stringify(other![key]));
}

function about(ctx: Context) {
  return { id: ctx.newId(), room_id: null, workspace_id: null, sender_id: ctx.actor.participantId };
}

function seen(ctx: Context, participant: Participant): EventDraft {
  return { ...about(ctx), type: "swp.participant.updated", content: { participant }, sender_id: participant.id };
}
