import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { methodLabel, routePattern } from "#/server/node/route-pattern.ts";

test("every place of the route table has a pattern of its own, so that a new one is counted", () => {
  const entries = readdirSync(new URL("../../routes", import.meta.url), { recursive: true, encoding: "utf8" });
  const firsts = entries
    .filter((entry) => /\.tsx?$/.test(entry) && !/\.test\./.test(entry))
    .map((entry) => entry.replace(/\.tsx?$/, "").split("/").filter((part) => !/^\(.*\)$/.test(part) && part !== "index")[0])
    .filter((first) => first !== undefined && !first.startsWith("[")); // biome-ignore format: one chain
  expect(firsts.length).toBeGreaterThan(5);
  expect(firsts.filter((first) => routePattern(`/${first}/x`, {}) === "other")).toEqual([]);
});

test("what a client makes up is in no label", () => {
  const secret = "canary-0b2f";
  const targets = [`/${secret}`, `/v1/${secret}?q=${secret}`, `/w/${secret}/r/${secret}`, `/api/trpc/${secret}`, `//${secret}`, `/%2e/${secret}`, "", undefined, `/docs/${secret}/${secret}`]; // biome-ignore format: one list
  for (const target of targets) expect(routePattern(target, {})).not.toContain(secret);
  expect(methodLabel(secret)).toBe("OTHER");
});

test("a call is known by its procedure, or by the path that programs use", () => {
  const notes = { procedure: "messages.send", rest: "/rooms/{room_id}/messages" };
  expect(routePattern("/api/trpc/messages.send?batch=1", notes)).toBe("/api/trpc/messages.send");
  expect(routePattern("/v1/rooms/0190/messages", notes)).toBe("/v1/rooms/{room_id}/messages");
  expect(routePattern("/w/acme/r/0190b0a0", {})).toBe("/w/{slug}/r/{room}");
  expect(routePattern("/w/acme/n/plan-8f0c2a9b4d1e?edit=1", {})).toBe("/w/{slug}/n/{note}");
  expect(routePattern("/w/acme/notes?q=plan", {})).toBe("/w/{slug}/notes");
  expect(routePattern("/w/acme/n/plan/more", {})).toBe("/w/{slug}");
});
