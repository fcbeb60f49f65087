import { SwError } from "#/domain/errors.ts";
import { boundedRequest } from "#/server/api/bodies.ts";
import { errorResponse } from "#/server/api/errors.ts";
import { origins } from "#/server/api/request-context.ts";
import type { App } from "#/server/app.ts";
import { ProviderFault } from "#/server/identity/provider/fault.ts";
import { receiveWebhook } from "#/server/identity/provider/webhook.ts";
import { log } from "#/server/log-lines.ts";
import { currentApp } from "#/server/start.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/**
 * `POST /v1/webhooks/scaikey`: what ScaiKey tells by itself. The signature is the whole credential: cookies and bearers
 * don't count, and a browser, which sends an Origin, has no business here. 200 also for what came before or is of no use.
 */
export async function answerScaiKeyWebhook(request: Request): Promise<Response> {
  try {
    const app = await currentApp();
    const { address } = origins(app, request);
    const tenant = await tenantOfHost(app, request.headers.get("host"));
    await app.limits.consume("webhook_address", tenant.id, address);
    if (request.headers.has("origin")) throw new SwError("SW_AUTH_BAD_ORIGIN");
    const bounded = await boundedRequest(request);
    const outcome = await receiveWebhook(app, tenant, {
      signature: bounded.headers.get("x-scaikey-signature"),
      timestamp: bounded.headers.get("x-scaikey-timestamp"),
      eventId: bounded.headers.get("x-scaikey-event-id"),
      eventType: bounded.headers.get("x-scaikey-event-type"),
      body: new Uint8Array(await bounded.arrayBuffer()),
      address,
    });
    return Response.json({ data: { outcome } }, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    if (error instanceof SwError && error.cause instanceof ProviderFault) {
      log.warn({ reason: error.cause.message }, "a webhook waits for the provider");
    }
    return errorResponse(error);
  }
}

/** As every door, but a suspended tenant is found as well: the news that it is active again arrives here. */
async function tenantOfHost(app: App, host: string | null): Promise<Tenant> {
  try {
    return await app.tenants.byHost(host);
  } catch (error) {
    const name = (host ?? "").toLowerCase().replace(/:\d{1,5}$/, "");
    const [row] = await app.database.system<Tenant[]>`
      select tenant_id as id, slug, name, server_name as "serverName" from app.tenants
      where server_name = ${name} and suspended_at is not null`;
    if (!row) throw error;
    return row;
  }
}
