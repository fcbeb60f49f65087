import { and, asc, eq, ilike, isNull, ne, or, sql } from "drizzle-orm";
import type { ListParticipantsInput } from "#/domain/participants/inputs.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { containing } from "#/server/participants/containing.ts";
import { isNotHidden, publicColumns } from "#/server/participants/read.ts";
import { participants } from "#/server/participants/tables.ts";

/** The tenant's directory, by name. Whoever was deactivated is not in it. */
export function listParticipants(ctx: Context, input: ListParticipantsInput): Promise<Participant[]> {
  return reading(ctx, (tx) =>
    tx
      .select(publicColumns)
      .from(participants)
      .where(
        and(
          isNull(participants.deactivatedAt),
          isNotHidden,
          input.type && eq(participants.participantType, input.type),
          input.include_federated || input.type ? undefined : ne(participants.participantType, "federated"),
          input.q?.trim()
            ? or(ilike(participants.localId, containing(input.q)), ilike(participants.displayName, containing(input.q)))
            : undefined,
        ),
      )
      .orderBy(sql`lower(${participants.displayName})`, asc(participants.id))
      .limit(input.limit)
      .offset(input.offset),
  );
}
