import { type SQL, sql } from "drizzle-orm";
import { defaultHelper } from "#/domain/ai/helper-defaults.ts";
import type { ListAisInput } from "#/domain/ai/inputs.ts";
import type { AiCard, AiParticipant, HelperSettings, Sampling } from "#/domain/ai/schema.ts";
import { SwError } from "#/domain/errors.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import type { ResponseMode } from "#/domain/workspaces/schema.ts";
import type { Reader } from "#/server/database/transact.ts";

/** More AIs than this no tenant shows in one list. */
export const maxAis = 200;

const iso = (value: SQL) => sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const participantColumn = sql`jsonb_build_object('id', p.id, 'local_id', p.local_id, 'server_name', p.server_name,
  'display_name', p.display_name, 'participant_type', p.participant_type, 'avatar_url', p.avatar_url, 'model', p.model)`;
const demoColumn = (instanceGateway: boolean) => sql`(not ${instanceGateway}::boolean and not exists (
  select from app.ai_settings s where s.gateway_url is not null))`;

type Row = Omit<AiParticipant, "helper" | "monthly_token_cap" | "tokens_this_month"> & {
  participant: Participant;
  sampling: Sampling;
  response_mode: ResponseMode | null;
  helper: Partial<HelperSettings>;
  monthly_token_cap: string | null;
  tokens_this_month: string;
};

/** AIs as the tenant's admins see them, by name. `now` says which month is counted. */
async function aisWhere(tx: Reader, around: AiFacts, where: SQL): Promise<AiParticipant[]> {
  const month = around.now.toISOString().slice(0, 7);
  const rows = await tx.rows<Row>(sql`
    select ${participantColumn} as participant, a.description, a.system_prompt, to_jsonb(a.plugins) as plugins, a.sampling,
      a.response_mode, a.monthly_token_cap::text as monthly_token_cap, a.helper,
      coalesce((select sum(s.spent + s.held) from app.ai_spend s
        where s.participant_id = p.id and s.month = ${`${month}-01`}::date), 0)::text as tokens_this_month,
      ${demoColumn(around.instanceGateway)} as demo, ${iso(sql`a.created_at`)} as created_at,
      ${iso(sql`p.deactivated_at`)} as deactivated_at
    from app.ai_participants a join app.participants p on p.id = a.participant_id
    where ${where}`);
  return rows.map((row) => ({
    ...row,
    helper: { ...defaultHelper, ...row.helper },
    monthly_token_cap: row.monthly_token_cap === null ? null : Number(row.monthly_token_cap),
    tokens_this_month: Number(row.tokens_this_month),
  }));
}

/** What decides how an AI is shown beside its own rows: the moment, and whether the instance has a gateway of its own. */
export type AiFacts = { readonly now: Date; readonly instanceGateway: boolean };

export function listAis(
  tx: Reader,
  around: AiFacts,
  { status, limit, offset }: ListAisInput,
  type: "helper" | null = null,
): Promise<AiParticipant[]> {
  return aisWhere(
    tx,
    around,
    sql`(${type}::text is null or p.participant_type = ${type}) and (${status} = 'all' or (${status} = 'active') = (p.deactivated_at is null))
      order by lower(p.display_name), p.id limit ${limit} offset ${offset}`,
  );
}

/** One AI of the tenant as an admin sees it, active or not. SW_AI_NOT_FOUND. */
export async function findAi(tx: Reader, around: AiFacts, participantId: string): Promise<AiParticipant> {
  const [found] = await aisWhere(tx, around, sql`p.id = ${participantId}`);
  if (!found) throw new SwError("SW_AI_NOT_FOUND");
  return found;
}

/** The active AIs as everyone sees them, by name; none where the tenant hides AI. */
export function aiCards(tx: Reader, instanceGateway: boolean, { helpers = false } = {}): Promise<AiCard[]> {
  return tx.rows<AiCard>(sql`
    select ${participantColumn} as participant, a.description, to_jsonb(a.plugins) as plugins,
      ${demoColumn(instanceGateway)} as demo, a.created_by
    from app.ai_participants a join app.participants p on p.id = a.participant_id
    where p.deactivated_at is null and not exists (select from app.ai_settings s where s.hidden)
      and (not ${helpers}::boolean or p.participant_type = 'helper' and a.helper ->> 'helper_enabled' = 'true')
    order by lower(p.display_name), p.id limit ${maxAis}`);
}
