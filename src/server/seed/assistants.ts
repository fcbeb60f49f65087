import { eq } from "drizzle-orm";
import { defaultHelper } from "#/domain/ai/helper-defaults.ts";
import type { CreateAiInput } from "#/domain/ai/inputs.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import { makeAi } from "#/server/ai/participants.ts";
import { aiParticipants } from "#/server/ai/tables.ts";
import type { Database } from "#/server/database/connect.ts";
import { randomId } from "#/server/database/context.ts";
import { transact } from "#/server/database/transact.ts";

const everydayTools = [
  "scaiwave.calculator",
  "scaiwave.memory",
  "scaiwave.search",
  "scaiwave.room",
  "scaiwave.reminders",
  "scaiwave.notes",
  "scaiwave.todos",
];

/** The two that a new tenant has. The demo model answers for them until a gateway is configured. */
const first: readonly (Omit<CreateAiInput, "participant_type"> & { participant_type: "model" | "helper" })[] = [
  {
    local_id: "mira",
    display_name: "Mira",
    participant_type: "model",
    description: "Answers questions about what was said here, sums up, counts and reminds.",
    system_prompt:
      "You are Mira, an assistant who is a member of this room. Answer briefly and plainly, in the language of the one who asks. Say when you don't know. Name people by their names.",
    plugins: everydayTools,
  },
  {
    local_id: "abacus",
    display_name: "Abacus",
    participant_type: "helper",
    description: "Works out figures exactly and shows each step.",
    system_prompt:
      "You are Abacus, a specialist for figures. Use the calculator for every sum, show the steps in one line each, and end with the result.",
    plugins: ["scaiwave.calculator"],
    sampling: { temperature: 0.3 },
  },
];

/** Makes the first AIs of a tenant, in the name of nobody. Answers them by their short names. */
export async function seedAssistants(
  database: Database,
  tenantId: string,
  { serverName, now }: { serverName: string; now: () => Date },
): Promise<Map<string, Participant>> {
  const made = new Map<string, Participant>();
  const around = { now, newId: randomId, serverName };
  const by = { newId: randomId, now, actorId: null, address: null };
  for (const wanted of first) {
    const participant = await transact(database, tenantId, now(), async (tx) => {
      const { participant, events } = await makeAi(tx, around, wanted, by);
      if (wanted.participant_type === "helper") {
        const helper = { ...defaultHelper, helper_enabled: true, helper_role_description: wanted.description ?? "" };
        await tx.update(aiParticipants).set({ helper }).where(eq(aiParticipants.participantId, participant.id));
      }
      return tx.emit(events, () => participant);
    });
    made.set(participant.local_id, participant);
  }
  return made;
}
