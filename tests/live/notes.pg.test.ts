import { afterAll, beforeAll, expect, test } from "vitest";
import { NoteClient } from "../../party/testing/note-client.ts";
import { until } from "../../party/testing/until.ts";
import { notePath } from "../../src/domain/notes/contract.ts";
import { reading } from "../../src/server/database/context.ts";
import { startSession } from "../../src/server/identity/sessions.ts";
import { issueTicket } from "../../src/server/identity/stream-ticket.ts";
import { seeNote } from "../../src/server/notes/access.ts";
import { createNote } from "../../src/server/notes/create-note.ts";
import { createWorkspace } from "../../src/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "../../src/server/workspaces/members.ts";
import type { Person } from "../support/world.ts";
import { acting, goLive, type Live } from "./support.ts";

let live: Live;
let ana: Person;
let ben: Person;
let workspaceId: string;

beforeAll(async () => {
  live = await goLive();
  [ana, ben] = [await live.world.person("ana"), await live.world.person("ben")];
  workspaceId = (await createWorkspace(acting(live, ana), { name: "Plans" })).id;
  await addWorkspaceMember(acting(live, ana), {
    workspace_id: workspaceId,
    participant_id: ben.participant.id,
    role: "editor",
  });
});
afterAll(() => live.end());

const note = async (body = "") =>
  (await createNote(acting(live, ana), { workspace_id: workspaceId, title: "Plan", body })).id;

async function ticketOf(person: Person): Promise<string> {
  const session = await startSession(live.app.sessions, live.world.tenantId, person.participant.id, null);
  const base = acting(live, person);
  return issueTicket({ ...base, actor: { ...base.actor, sessionId: session.sessionId } }, live.app.newId());
}

const socketOf = async (person: Person, id: string) =>
  live.party.connect(`?token=${await ticketOf(person)}`, {}, notePath(id));
const open = async (person: Person, id: string) => new NoteClient(await socketOf(person, id)).ready();
const stored = async (id: string) => (await reading(ana.ctx, (tx) => seeNote(tx, ana.ctx.actor, id))).row;

test("what one writes comes to the other and, within five seconds, into the database", async () => {
  const id = await note("hello");
  const [one, two] = [await open(ana, id), await open(ben, id)];
  expect([one.text, two.text]).toEqual(["hello", "hello"]);
  expect(one.tellings[0]).toMatchObject({ type: "access", can_write: true, participant_id: ana.participant.id });
  const from = performance.now();
  one.type(" there");
  await until(
    () => two.text,
    (text) => text === "hello there",
  );
  await until(
    () => stored(id),
    ({ body }) => body === "hello there",
  );
  expect(performance.now() - from).toBeLessThan(5_000);
  expect(await stored(id)).toMatchObject({ version: 2, updatedBy: ana.participant.id });
  await until(
    () => one.of("saved").length,
    (count) => count > 0,
  );
  await one.leave();
  await two.leave();
});
