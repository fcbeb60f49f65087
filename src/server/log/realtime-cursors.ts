// The web build bundles this module more than once; the process still has one set of cursors.
const key = Symbol.for("scaiwave.hub-cursors");
const holder = globalThis as { [key]?: Map<string, number[]> };

/** Up to where this process knows each shard of the tenant's hub to have read the log. */
export function noteCursor(tenantId: string, shard: number, position: number): void {
  holder[key] ??= new Map();
  const cursors = holder[key].get(tenantId) ?? [];
  cursors[shard] = position;
  holder[key].set(tenantId, cursors);
}

/** The slowest shard's cursor of every tenant that this process follows. */
export function hubCursors(): Map<string, number> {
  return new Map([...(holder[key] ?? [])].map(([tenantId, cursors]) => [tenantId, Math.min(...cursors)]));
}
