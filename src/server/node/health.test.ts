import { describe, expect, test } from "vitest";
import { HealthMonitor } from "#/server/node/health.ts";
import type { HealthCheck } from "#/server/node/health-checks.ts";

/** A part that works while `works` says so, and counts how often it was asked. */
function part(name: string, some: Partial<HealthCheck> = {}) {
  const seen = { works: true, asked: 0 };
  const check = async () => {
    seen.asked += 1;
    if (!seen.works) throw new Error("smtp://user:canary@mail.example does not answer");
  };
  return { seen, health: { name, vital: false, holdsMs: 0, check, ...some } };
}

describe("the health of an instance", () => {
  test("is ok while everything works, and names every part", async () => {
    const [database, mail] = [part("database", { vital: true }), part("mail")];
    const monitor = new HealthMonitor([database.health, mail.health]);
    expect(await monitor.look()).toEqual({ status: "ok", checks: { database: "ok", mail: "ok" } });
  });

  test("is down only without a vital part; without another it is degraded there", async () => {
    const [database, mail] = [part("database", { vital: true }), part("mail")];
    const monitor = new HealthMonitor([database.health, mail.health]);
    mail.seen.works = false;
    expect(await monitor.look()).toEqual({ status: "ok", checks: { database: "ok", mail: "degraded" } });
    database.seen.works = false;
    expect(await monitor.look()).toEqual({ status: "down", checks: { database: "down", mail: "degraded" } });
    database.seen.works = true;
    expect((await monitor.look()).status).toBe("ok");
    expect(JSON.stringify(await monitor.look())).not.toContain("canary");
  });

  test("asks others' parts no more often than their answers hold", async () => {
    const [mail, database] = [part("mail", { holdsMs: 60_000 }), part("database", { vital: true })];
    const monitor = new HealthMonitor([mail.health, database.health]);
    for (let look = 0; look < 3; look += 1) await monitor.look();
    expect([mail.seen.asked, database.seen.asked]).toEqual([1, 3]);
  });

  test("calls a part that never answers not working, in time", async () => {
    const stuck = part("database", { vital: true, check: () => new Promise(() => {}) });
    expect((await new HealthMonitor([stuck.health]).look()).status).toBe("down");
  });
});
