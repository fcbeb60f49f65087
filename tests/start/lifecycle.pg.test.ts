import { readdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { socketPath } from "../../src/cli/run-directory.ts";
import { promisedMs } from "../support/promised.ts";
import { alive, Instance, root, until } from "./instance.ts";

const running: Instance[] = [];

async function started(...options: Parameters<typeof Instance.ready>): Promise<Instance> {
  const instance = await Instance.launch(...options);
  running.push(instance);
  await instance.untilReady();
  return instance;
}

afterEach(async () => {
  for (const instance of running.splice(0)) await instance.remove();
});

test("Ctrl-C ends every process of an instance and takes its sockets away", async () => {
  const instance = await started();
  const family = instance.family();
  expect(family.length).toBeGreaterThanOrEqual(5);

  instance.interrupt();
  expect(await instance.exited).toBe(0);

  expect(family.filter(alive)).toEqual([]);
  const name = socketPath(instance.dataDirectory).split("/").at(-1) ?? "";
  expect(readdirSync(tmpdir()).filter((entry) => entry.startsWith(name))).toEqual([]);
});

test.each(["postgres", "party", "web"] as const)(
  "a killed %s is back, and /health is 200, within five seconds or the time of a whole start",
  async (part) => {
    const startedAt = performance.now();
    const instance = await started();
    // Where the machine is busy, one part alone takes more than the promise; never more than all of them took.
    const inTime = Math.max(promisedMs, performance.now() - startedAt);
    const before = instance.child(part);

    process.kill(before.pid, "SIGKILL");
    await until(() => (alive(before) ? undefined : true), 30_000);

    await until(
      async () => ((await instance.healthStatus()) === 200 ? true : undefined),
      inTime,
      () => instance.output,
    );
    expect(instance.child(part).pid).not.toBe(before.pid);
  },
);

test("a killed supervisor takes its children along, and the next start works", async () => {
  const first = await started();
  const family = first.family();

  process.kill(first.pid, "SIGKILL");
  await until(
    () => (family.some(alive) ? undefined : true),
    30_000,
    () => JSON.stringify(family.filter(alive)),
  );

  const second = await started({ dataDirectory: first.dataDirectory, port: first.port });
  expect(await second.healthStatus()).toBe(200);
});

test("a start right after a killed supervisor, with all its children still there, works", async () => {
  const first = await started();
  const orphans = first.family().filter(({ command }) => /workerd serve|index\.mjs|bin\/postgres/.test(command));
  const guard = first.family().find(({ command }) => command.startsWith("/bin/sh -c read"));
  if (!guard) throw new Error("There is no guard.");
  process.kill(first.pid, "SIGSTOP");
  process.kill(guard.pid, "SIGKILL");
  process.kill(first.pid, "SIGKILL");
  expect(orphans.filter(alive)).toHaveLength(orphans.length);

  const second = await started({ dataDirectory: first.dataDirectory, port: first.port });

  expect(await second.healthStatus()).toBe(200);
  expect(orphans.filter(({ command }) => !command.includes("postgres")).filter(alive)).toEqual([]);
});

// How long it takes is measured in tests/bench, beside what else the machine does: here, that nothing is done twice.
test("the second start builds nothing, makes no database and changes nothing in the one that is there", async () => {
  const first = await started();
  expect(first.output).toContain("made, with a demo in it");
  await first.stop();
  const made = [join(root, ".output/.build-hash"), join(first.dataDirectory, "postgres/PG_VERSION")];
  const before = made.map((file) => statSync(file).mtimeMs);

  const second = await started({ dataDirectory: first.dataDirectory });

  expect(second.output).not.toContain("Build");
  expect(second.output).toContain("up to date");
  expect(made.map((file) => statSync(file).mtimeMs)).toEqual(before);
});

test("two instances run side by side in two folders on two ports", async () => {
  const [one, two] = await Promise.all([started(), started()]);
  expect(await one.healthStatus()).toBe(200);
  expect(await two.healthStatus()).toBe(200);

  await one.stop();
  expect(await two.healthStatus()).toBe(200);
});

test("it answers on both loopback addresses", async () => {
  const instance = await started();
  for (const host of ["127.0.0.1", "[::1]"]) {
    const response = await fetch(`http://${host}:${instance.port}/health`);
    expect(response.status).toBe(200);
  }
});

const nobody = { uid: 65_534, gid: 65_534 };

test.runIf(process.getuid?.() === 0)("it runs as a user other than root", async () => {
  const instance = await started({ user: nobody, environment: { HOME: "/nonexistent" } });
  expect(await instance.healthStatus()).toBe(200);
  expect(statSync(join(instance.dataDirectory, "postgres")).uid).toBe(nobody.uid);
});
