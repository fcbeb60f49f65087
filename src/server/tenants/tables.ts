import { jsonb, text } from "drizzle-orm/pg-core";
import type { TenantLimits } from "#/domain/tenants/settings.ts";
import { app, instant, tenantId } from "#/server/database/schema.ts";

export const tenants = app.table("tenants", {
  tenantId: tenantId(),
  slug: text("slug").notNull(),
  name: text("name").notNull(),
  serverName: text("server_name").notNull(),
  features: jsonb("features").$type<Record<string, unknown>>().notNull(),
  createdAt: instant("created_at").notNull(),
  suspendedAt: instant("suspended_at"),
  limits: jsonb("limits").$type<TenantLimits>().notNull(),
  scaikeyTenantId: text("scaikey_tenant_id"),
  partnerId: text("partner_id"),
});
