import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { version } from "#/server/version.ts";

/** Every family of `/metrics` that counts what this process does. Labels come from closed sets, never from clients. */
function makeMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: "scaiwave_build_info", help: "Always 1.", labelNames: ["version"], registers }).set({ version }, 1);
  return {
    registry,
    requests: new Counter({
      name: "scaiwave_http_requests_total",
      help: "Requests answered, by route pattern.",
      labelNames: ["route", "method", "status"],
      registers,
    }),
    requestSeconds: new Histogram({
      name: "scaiwave_http_request_duration_seconds",
      help: "From the request's head to the end of its answer.",
      labelNames: ["route", "method"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    jobs: new Counter({
      name: "scaiwave_arq_jobs_total",
      help: "Attempts at jobs that this process ended, by kind and outcome.",
      labelNames: ["function", "status"],
      registers,
    }),
    reconcileDiffs: new Counter({
      name: "scaiwave_scaikey_reconcile_diffs_total",
      help: "People and groups that a reconcile with the identity provider had to change.",
      registers,
    }),
    connections: new Gauge({
      name: "scaiwave_ws_connections",
      help: "Open live streams, by tenant.",
      labelNames: ["tenant"],
      registers,
    }),
    queueDepth: new Gauge({
      name: "scaiwave_arq_queue_depth",
      help: "Jobs that wait or run, by queue.",
      labelNames: ["queue"],
      registers,
    }),
    realtimeLag: new Gauge({
      name: "scaiwave_realtime_lag_events",
      help: "Events that the slowest hub of a tenant has yet to be sent by this process.",
      labelNames: ["tenant"],
      registers,
    }),
  };
}

// The web build bundles this module more than once; the process still has one registry.
const key = Symbol.for("scaiwave.metrics");
const holder = globalThis as { [key]?: ReturnType<typeof makeMetrics> };

export function metrics(): ReturnType<typeof makeMetrics> {
  holder[key] ??= makeMetrics();
  return holder[key];
}

/** An attempt at a job ended in this process. */
export function countJob(kind: string, outcome: string): void {
  metrics().jobs.inc({ function: kind, status: outcome });
}

/** A reconcile with the identity provider changed so many people and groups. */
export function countReconcileDiffs(changed: number): void {
  metrics().reconcileDiffs.inc(changed);
}
