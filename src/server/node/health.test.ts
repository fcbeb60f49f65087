import { describe, expect, test } from "vitest";
import { readConfig } from "#/server/config.ts";
import { HealthMonitor } from "#/server/node/health.ts";
import { type HealthCheck, healthChecks } from "#/server/node/health-checks.ts";
import { startGateway } from "../../../tests/support/gateway.ts";

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

  test("tells of the AI gateway where there is one: whether it is there and takes our key, not what it lists", async () => {
    const gateway = await startGateway();
    const environment = { SCAIWAVE_SCAIGRID_URL: gateway.url, SCAIWAVE_SCAIGRID_API_KEY: "canary-key" };
    const checkOf = (env: Record<string, string>) =>
      healthChecks(readConfig(env), () => Promise.reject(new Error("not asked"))).find(
        ({ name }) => name === "ai_gateway",
      );
    expect(checkOf({})).toBeUndefined();
    const { check, vital } = checkOf(environment)!;
    expect(vital).toBe(false);
    await check();
    expect(gateway.heard.at(-1)).toMatchObject({ path: "/v1/models", headers: { authorization: "Bearer canary-key" } });
    gateway.otherwise(() => ({ status: 404, json: {} }));
    await check();
    for (const status of [401, 403, 500, 503]) {
      gateway.otherwise(() => ({ status, json: {} }));
      await expect(check()).rejects.toThrow(`the AI gateway answered ${status}`);
    }
    await gateway.stop();
    await expect(check()).rejects.toThrow();
  });
});
