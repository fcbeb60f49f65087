import { sql } from "drizzle-orm";
import { z } from "zod";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import { transact, type Writer } from "#/server/database/transact.ts";
import { ProviderFault } from "#/server/identity/provider/fault.ts";
import { type ProviderApp, providerOf } from "#/server/identity/provider/provider.ts";
import { requireTenantOfClaim } from "#/server/identity/provider/tenant-of-claim.ts";
import { applyGroupEvent, applyTenantEvent, applyUserEvent } from "#/server/identity/provider/webhook-events.ts";
import { isSigned, type SignedDelivery } from "#/server/identity/provider/webhook-signature.ts";
import type { Auditor } from "#/server/log/audit.ts";
import { audit } from "#/server/log/audit.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

const text = z.string().min(1).max(200);

const delivery = z.object({
  event_id: text,
  event_type: text,
  timestamp: z.union([z.string().max(40), z.number()]).nullish(),
  resource: z.object({ type: z.string().max(100).nullish(), id: text.nullish() }).nullish(),
  data: z.record(z.string(), z.unknown()).nullish(),
  tenant_id: text.nullish(),
});
export type Delivery = z.infer<typeof delivery>;

/** What a handler of one kind of event needs; it answers the events to emit, or null when there was nothing to do. */
export type Applying = { tx: Writer; by: Auditor; issuer: string; delivery: Delivery; at: Date };

/** The headers beside the signature are not signed; they only have to agree with the body, which is. */
export type WebhookRequest = SignedDelivery & { eventId: string | null; eventType: string | null; address: string };

/** `ignored`: an event we have no use for, or of someone who is nobody here. `seen`: it came before. */
export type WebhookOutcome = "applied" | "ignored" | "seen";

/**
 * Takes one delivery of ScaiKey's webhook: signature, tenant, then the event, once. Its effect and the note that it was
 * seen commit together, so that one which failed may come again.
 *
 * @throws SwError SW_NOT_FOUND when no webhook is configured, SW_WEBHOOK_SIGNATURE, SW_BAD_REQUEST,
 * SW_AUTH_TENANT_MISMATCH, SW_TENANT_NOT_FOUND, SW_UNAVAILABLE when the provider can't be asked who it is
 */
export async function receiveWebhook(
  app: ProviderApp,
  tenant: Tenant,
  request: WebhookRequest,
): Promise<WebhookOutcome> {
  const provider = providerOf(app);
  const secrets = provider?.config.webhookSecrets ?? [];
  if (!provider || secrets.length === 0) throw new SwError("SW_NOT_FOUND");
  if (!isSigned(request, secrets, app.now())) throw new SwError("SW_WEBHOOK_SIGNATURE");
  const told = parse(request);
  await requireTenantOfClaim(app, tenant, told.tenant_id ?? null);
  const { issuer } = await provider.metadata().catch((error: unknown) => {
    if (error instanceof ProviderFault) throw new SwError("SW_UNAVAILABLE", undefined, { cause: error });
    throw error;
  });
  const by: Auditor = { newId: app.newId, now: app.now, actorId: null, address: request.address };
  const outcome = await transact(app.database, tenant.id, app.now(), async (tx) => {
    if (!(await isNew(tx, app.now(), told))) return tx.emit([], () => "seen" as const);
    const events = await apply({ tx, by, issuer, delivery: told, at: momentOf(told, app.now()) });
    if (!events) return tx.emit([], () => "ignored" as const);
    const { event_id, event_type, resource } = told;
    const target = resource?.id ? { target: { type: "provider_resource", id: resource.id } } : {};
    audit(tx, by, { action: "provider.webhook", ...target, details: { event_id, event_type } });
    return tx.emit(events, () => "applied" as const);
  });
  app.wake.advanced(tenant.id);
  return outcome;
}

function parse({ body, eventId, eventType }: WebhookRequest): Delivery {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new SwError("SW_BAD_REQUEST", "The delivery is not JSON in UTF-8.");
  }
  const told = delivery.parse(json);
  if ((eventId !== null && eventId !== told.event_id) || (eventType !== null && eventType !== told.event_type)) {
    throw new SwError("SW_BAD_REQUEST", "The headers of the delivery are not those of its body.");
  }
  // PostgreSQL can't keep U+0000, and no id has it.
  if (JSON.stringify(told).includes("\\u0000")) throw new SwError("SW_BAD_REQUEST", "The delivery holds a U+0000.");
  return told;
}

async function isNew(tx: Writer, now: Date, { event_id }: Delivery): Promise<boolean> {
  const rows = await tx.rows(sql`
    insert into app.webhook_deliveries (tenant_id, source, delivery_id, received_at)
    values (${tx.tenantId}, 'scaikey', ${event_id}, ${now.toISOString()}::timestamptz)
    on conflict do nothing returning delivery_id`);
  return rows.length === 1;
}

/** When it happened by ScaiKey's clock; now when it does not say. Never later than now. */
function momentOf({ timestamp }: Delivery, now: Date): Date {
  const at = typeof timestamp === "number" ? new Date(timestamp * 1000) : new Date(timestamp ?? now);
  return Number.isNaN(at.getTime()) || at > now ? now : at;
}

function apply(applying: Applying): Promise<EventDraft[] | null> {
  const [kind] = applying.delivery.event_type.split(".");
  if (kind === "user") return applyUserEvent(applying);
  if (kind === "group") return applyGroupEvent(applying);
  if (kind === "tenant") return applyTenantEvent(applying);
  return Promise.resolve(null);
}
