import { afterAll, beforeAll, expect, test } from "vitest";
import { seedDemo } from "#/server/seed/demo.ts";
import { openTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";

let made: TestDatabase;
beforeAll(async () => {
  made = await openTestDatabase();
});
afterAll(() => made.drop());

const seed = (empty: boolean) =>
  seedDemo(made.database, { serverName: "localhost", now: new Date("2026-03-02T09:00:00Z"), empty });
const counts = async () => {
  const [row] = await made.owner`
    select (select count(*)::int from app.tenants) as tenants, (select count(*)::int from app.participants) as people,
      (select count(*)::int from app.messages where redacted_at is not null) as removed,
      (select count(*)::int from app.messages where edited_at is not null) as edited,
      (select count(*)::int from app.messages where thread_root_id is not null) as replies,
      (select count(*)::int from app.reactions) as reactions, (select count(*)::int from app.notes) as notes,
      (select max(created_at) <= timestamptz '2026-03-02T09:00:00Z' from app.events) as past`;
  return row;
};

test("an empty demo is one tenant with nobody in it, and is filled by the next start that wants people, once", async () => {
  expect(await seed(true)).toBe(true);
  expect(await counts()).toMatchObject({ tenants: 1, people: 0 });
  expect(await seed(false)).toBe(true);
  const filled = await counts();
  expect(filled).toMatchObject({ tenants: 2, people: 13, removed: 1, edited: 1, notes: 3, past: true });
  expect(filled!.replies).toBeGreaterThan(3);
  expect(filled!.reactions).toBeGreaterThan(10);
  expect(await seed(false)).toBe(false);
  expect(await seed(true)).toBe(false);
  expect(await counts()).toEqual(filled);
});
