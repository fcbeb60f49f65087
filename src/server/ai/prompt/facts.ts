import { sql } from "drizzle-orm";
import type { Sampling } from "#/domain/ai/schema.ts";
import type { Reader } from "#/server/database/transact.ts";

/** What a prompt is made from beside what was said. */
export type PromptFacts = {
  readonly name: string;
  readonly handle: string;
  readonly server_name: string;
  readonly roles: string[];
  /** The model that is set for the AI; null: the tenant's default. */
  readonly model: string | null;
  readonly system_prompt: string;
  readonly sampling: Sampling;
  readonly room_prompt: string | null;
  readonly room_sampling: Sampling;
  readonly room_name: string | null;
  readonly room_type: string;
  readonly people: number;
  /** Others than the asker and AIs read the answer. */
  readonly shared: boolean;
  /** Everybody in the room is a member of its workspace, and may so read what that remembers. */
  readonly all_of_workspace: boolean;
  readonly workspace_id: string;
  /** Of the summary that stands for what was said before `summary_until`; null without one, or when it was forgotten. */
  readonly summary: string | null;
  readonly summary_until: string | null;
};

/** Null when the AI has left the room or was deactivated. */
export async function promptFacts(
  tx: Reader,
  { roomId, participantId, askerId }: { roomId: string; participantId: string; askerId: string },
): Promise<PromptFacts | null> {
  const [row] = await tx.rows<PromptFacts>(sql`
    select p.display_name as name, p.local_id as handle, p.server_name, to_jsonb(p.roles) as roles, p.model,
      ai.system_prompt, ai.sampling, s.system_prompt as room_prompt, coalesce(s.sampling, '{}') as room_sampling,
      r.name as room_name, r.room_type, r.workspace_id, others.people,
      r.room_type = 'public' or others.of_others > 0 as shared, others.strangers = 0 as all_of_workspace,
      told.content->>'summary' as summary, case when told.id is not null then s.summary_until end as summary_until
    from app.ai_participants ai
    join app.participants p on p.id = ai.participant_id and p.deactivated_at is null
    join app.rooms r on r.id = ${roomId} and r.deleted_at is null
    join app.room_members m on m.room_id = r.id and m.participant_id = p.id and m.membership = 'join'
    left join app.room_ai s on s.room_id = r.id and s.participant_id = p.id
    left join app.events told on told.id = s.summary_event_id and told.forgotten_at is null
    cross join lateral (
      select count(*)::int as people, count(*) filter (where h.id <> ${askerId})::int as of_others,
        count(*) filter (where w.participant_id is null)::int as strangers
      from app.room_members o join app.participants h on h.id = o.participant_id and h.participant_type not in ('model', 'agent', 'helper')
      left join app.workspace_members w on w.workspace_id = r.workspace_id and w.participant_id = h.id
      where o.room_id = r.id and o.membership = 'join'
    ) others
    where ai.participant_id = ${participantId}`);
  return row ?? null;
}
