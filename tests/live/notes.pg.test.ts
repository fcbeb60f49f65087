import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NoteClient } from "../../party/testing/note-client.ts";
import { until } from "../../party/testing/until.ts";
import { secret } from "../../party/testing/workerd.ts";
import type { Scope } from "../../src/domain/identity/scopes.ts";
import { noteActionPath, noteActions, noteLeftPath, notePath } from "../../src/domain/notes/contract.ts";
import { secretHeader } from "../../src/domain/stream/contract.ts";
import { writing } from "../../src/server/database/context.ts";
import { createToken, revokeToken } from "../../src/server/identity/personal-tokens.ts";
import { signOut } from "../../src/server/identity/sessions.ts";
import { seeNote } from "../../src/server/notes/access.ts";
import { archiveNote, deleteNoteForever } from "../../src/server/notes/archive-note.ts";
import { openDocument, rewrite, textOf } from "../../src/server/notes/document.ts";
import { writeDocument } from "../../src/server/notes/write.ts";
import { addWorkspaceMember, changeWorkspaceRole, removeWorkspaceMember } from "../../src/server/workspaces/members.ts";
import { promisedMs } from "../support/promised.ts";
import { rows } from "../support/world.ts";
import { dial, goLiveWithNotes, type NoteLive, noteOf, open, stored, ticketOf } from "./note-support.ts";
import { acting } from "./support.ts";

let live: NoteLive;

beforeAll(async () => {
  live = await goLiveWithNotes();
});
afterAll(() => live.end());

const openings = (id: string) =>
  rows<{ editors: string[] }>(live.world, live.world, sql`select to_jsonb(editors) as editors from app.note_openings where note_id = ${id}`); // biome-ignore format: one query

/** Waits for it, and refuses what only the clock of the note brings. */
async function within2s<T>(look: () => T | Promise<T>, good: (seen: T) => boolean): Promise<void> {
  await until(look, good, promisedMs);
}

describe("what one writes in a note", () => {
  test("comes to the other and, within five seconds, into the database", async () => {
    const id = await noteOf(live, "hello");
    const [one, two] = [await open(live, live.ana, id), await open(live, live.ben, id)];
    expect([one.text, two.text]).toEqual(["hello", "hello"]);
    expect(one.tellings[0]).toMatchObject({ type: "access", can_write: true, display_name: "Ana" });
    const from = performance.now();
    one.type(" there");
    await until(() => two.text, (text) => text === "hello there"); // biome-ignore format: one wait
    await until(() => stored(live, id), ({ body }) => body === "hello there"); // biome-ignore format: one wait
    expect(performance.now() - from).toBeLessThan(promisedMs);
    expect(await stored(live, id)).toMatchObject({ version: 2, updatedBy: live.ana.participant.id });
    await until(() => one.of("saved").length, (count) => count > 0); // biome-ignore format: one wait
    expect((await openings(id))[0]!.editors.sort()).toEqual([live.ana.participant.id, live.ben.participant.id].sort());
    const events = await live.world.log();
    const told = events.filter(({ type, content }) => type === "swp.note.updated" && (content as { note_id: string }).note_id === id); // biome-ignore format: one list
    expect(told.map(({ content }) => (content as { version: number }).version)).toEqual([1, 2]);
    for (const client of [one, two]) await client.leave();
    await until(() => openings(id), (found) => found.length === 0); // biome-ignore format: one wait
  });

  test("meets what a program writes at the same time, and both stay", async () => {
    const id = await noteOf(live, "one\n\ntwo\n");
    const client = await open(live, live.ana, id);
    client.type("zero\n\n", 0);
    const ctx = acting(live, live.ben);
    await writing(ctx, async (tx) => {
      const { row } = await seeNote(tx, ctx.actor, id);
      const document = openDocument(row.state);
      rewrite(document, textOf(document).replace("two", "two, by a program"));
      const { events } = await writeDocument(tx, ctx, row, { document, authorIds: [live.ben.participant.id] });
      return tx.emit(events, () => undefined);
    });
    await within2s(() => client.text, (text) => text.includes("by a program")); // biome-ignore format: one wait
    await until(() => stored(live, id), ({ body }) => body === "zero\n\none\n\ntwo, by a program\n"); // biome-ignore format: one wait
    expect(client.text).toBe("zero\n\none\n\ntwo, by a program\n");
    await client.leave();
  });

  test("of a viewer is refused, and they go on seeing what others write", async () => {
    const id = await noteOf(live, "read me");
    const [viewer, editor] = [await open(live, live.cleo, id), await open(live, live.ben, id)];
    expect(viewer.of("access")[0]).toMatchObject({ can_write: false });
    viewer.type("?");
    await until(() => viewer.of("refused").length, (count) => count > 0); // biome-ignore format: one wait
    editor.type("!");
    await until(() => viewer.text, (text) => text.includes("!")); // biome-ignore format: one wait
    expect(editor.text).toBe("read me!");
    for (const client of [viewer, editor]) await client.leave();
    await until(() => stored(live, id), ({ body }) => body === "read me!"); // biome-ignore format: one wait
  });
});

describe("within two seconds", () => {
  test("an editor who becomes a viewer writes no more", async () => {
    const id = await noteOf(live, "text");
    const [client, other] = [await open(live, live.ben, id), await open(live, live.ana, id)];
    const change = { workspace_id: live.workspaceId, participant_id: live.ben.participant.id };
    await changeWorkspaceRole(acting(live, live.ana), { ...change, role: "viewer" });
    await within2s(() => client.of("access").at(-1), (access) => access?.can_write === false); // biome-ignore format: one wait
    client.type(" after");
    await until(() => client.of("refused").length, (count) => count > 0); // biome-ignore format: one wait
    expect(other.text).toBe("text");
    await changeWorkspaceRole(acting(live, live.ana), { ...change, role: "editor" });
    await within2s(() => client.of("access").at(-1), (access) => access?.can_write === true); // biome-ignore format: one wait
    for (const each of [client, other]) await each.leave();
  });

  test("one who is removed sees no more, and is told why when they come back", async () => {
    const id = await noteOf(live, "text");
    const dora = await live.world.person(`dora${id.slice(-6)}`);
    const member = { workspace_id: live.workspaceId, participant_id: dora.participant.id };
    await addWorkspaceMember(acting(live, live.ana), { ...member, role: "viewer" });
    const client = await open(live, dora, id);
    await removeWorkspaceMember(acting(live, live.ana), member);
    await within2s(() => client.closed, (closed) => closed !== null); // biome-ignore format: one wait
    const again = new NoteClient(dial(live, id, (await ticketOf(live, dora)).ticket));
    expect(await again.end()).toEqual({ code: 4003, reason: "SW_NOTE_NOT_FOUND" });
    expect(again.text).toBe("");
  });

  test("a session that is signed out has closed its notes", async () => {
    const id = await noteOf(live, "text");
    const { ticket, ctx } = await ticketOf(live, live.ana);
    const [client, other] = [await new NoteClient(dial(live, id, ticket)).ready(), await open(live, live.ana, id)];
    await signOut(ctx);
    await within2s(() => client.closed, (closed) => closed?.code === 4001); // biome-ignore format: one wait
    expect(other.closed).toBeNull();
    await other.leave();
  });

  test("a token that is revoked has closed its notes, one's other tokens go on", async () => {
    const id = await noteOf(live, "text");
    const tokens = [];
    for (const name of ["gone", "stays"]) {
      const asked = { name, scopes: ["read", "write"] as Scope[], expires_in_days: null };
      tokens.push(await createToken(acting(live, live.ana), asked));
    }
    const clients = tokens.map(({ token }) => new NoteClient(dial(live, id, token)));
    const [gone, stays] = [await clients[0]!.ready(), await clients[1]!.ready()];
    await revokeToken(acting(live, live.ana), { token_id: tokens[0]!.id });
    await within2s(() => gone.closed, (closed) => closed?.code === 4001); // biome-ignore format: one wait
    expect(stays.closed).toBeNull();
    await stays.leave();
  });

  test("a note that is archived is read only, and one that is deleted is closed", async () => {
    const id = await noteOf(live, "text");
    const client = await open(live, live.ana, id);
    await archiveNote(acting(live, live.ana), { note_id: id });
    await within2s(() => client.of("access").at(-1), (access) => access?.can_write === false); // biome-ignore format: one wait
    await deleteNoteForever(acting(live, live.ana), { note_id: id });
    await within2s(() => client.closed, (closed) => closed?.reason === "SW_NOTE_NOT_FOUND"); // biome-ignore format: one wait
  });
});

describe("the door of a note", () => {
  test("opens to no ticket that is used, unknown or missing, and to no page of another site", async () => {
    const id = await noteOf(live);
    const { ticket } = await ticketOf(live, live.ana);
    await (await new NoteClient(dial(live, id, ticket)).ready()).leave();
    for (const token of [ticket, "swt_unknown", "", "x".repeat(5_000)]) {
      expect((await new NoteClient(dial(live, id, token)).end()).code).toBe(4001);
    }
    const fresh = async () => (await ticketOf(live, live.ana)).ticket;
    const elsewhere = new NoteClient(dial(live, id, await fresh(), { origin: "https://evil.example" }));
    expect(await elsewhere.end()).toEqual({ code: 4001, reason: "SW_AUTH_BAD_ORIGIN" });
  });

  test("answers a note of others exactly as one that never was", async () => {
    const stranger = await live.world.person("stranger");
    const id = await noteOf(live, "secret");
    for (const note of [id, live.app.newId()]) {
      const client = new NoteClient(dial(live, note, (await ticketOf(live, stranger)).ticket));
      expect(await client.end()).toEqual({ code: 4003, reason: "SW_NOTE_NOT_FOUND" });
      expect(client.tellings).toEqual([]);
    }
  });

  test("lets a token that may only read do no more than that", async () => {
    const id = await noteOf(live, "text");
    const { token } = await createToken((await ticketOf(live, live.ana)).ctx, {
      name: "reader",
      scopes: ["read"],
      expires_in_days: null,
    });
    const client = await new NoteClient(dial(live, id, token)).ready();
    expect(client.of("access")[0]).toMatchObject({ can_write: false });
    await client.leave();
  });

  test("has nothing behind it that is for others than the web application", async () => {
    const id = await noteOf(live, "text");
    const { ticket } = await ticketOf(live, live.ana);
    for (const action of [...noteActions, "drain", "x"]) {
      const path = noteActionPath(id, action as "pull");
      expect((await live.party.ask("POST", path, { tenant_id: live.world.tenantId })).status).toBe(404);
      const wrong = { [secretHeader]: `${secret.slice(0, -1)}x` };
      expect((await live.party.ask("POST", path, { tenant_id: live.world.tenantId }, wrong)).status).toBe(404);
      const upgrade = new NoteClient(live.party.connect(`?token=${ticket}`, { [secretHeader]: secret }, path));
      expect((await upgrade.end()).code).toBe(1006);
    }
    expect((await live.party.ask("POST", noteLeftPath, {})).status).toBe(404);
    const ours = { [secretHeader]: secret };
    for (const path of [`${notePath(id)}/drain`, notePath(id), `${notePath(id)}/pull/x`]) {
      expect((await live.party.ask("POST", path, { tenant_id: live.world.tenantId }, ours)).status).toBe(404);
    }
    expect((await live.party.ask("GET", noteActionPath(id, "pull"), undefined, ours)).status).toBe(405);
    expect((await live.party.ask("POST", noteActionPath(id, "pull"), { tenant_id: "x" }, ours)).status).toBe(400);
    const shouting = live.party.connect(`?token=${ticket}`, {}, notePath(id).replace(id, id.toUpperCase()));
    expect((await new NoteClient(shouting).end()).code).toBe(1006);
  });

  test("believes no header about who somebody is", async () => {
    const id = await noteOf(live, "text");
    const opening = { askedAt: 0, opening: { participant_id: live.ana.participant.id, can_write: true } };
    const forged = { "x-note-opening": encodeURIComponent(JSON.stringify(opening)) };
    const client = await new NoteClient(dial(live, id, (await ticketOf(live, live.cleo)).ticket, forged)).ready();
    expect(client.of("access")[0]).toMatchObject({ can_write: false, participant_id: live.cleo.participant.id });
    await client.leave();
  });

  test("takes no frame of fifty megabytes, and nobody else notices", async () => {
    const id = await noteOf(live, "text");
    const [client, other] = [await open(live, live.ana, id), await open(live, live.ben, id)];
    client.raw(Buffer.alloc(50_000_000, 1));
    await client.end();
    other.type("!");
    await until(() => stored(live, id), ({ body }) => body === "text!"); // biome-ignore format: one wait
    await other.leave();
  });

  test("closes within two seconds when its tenant is suspended, and opens to nobody then", async () => {
    const id = await noteOf(live, "text");
    const client = await open(live, live.ana, id);
    const suspend = (at: string | null) => live.world.owner`
      update app.tenants set suspended_at = ${at} where tenant_id = ${live.world.tenantId}`;
    const { ticket } = await ticketOf(live, live.ana);
    await suspend(new Date().toISOString());
    await within2s(() => client.closed, (closed) => closed?.code === 4001); // biome-ignore format: one wait
    expect((await new NoteClient(dial(live, id, ticket)).end()).code).toBe(4001);
    await suspend(null);
  });

  test("writes no token into a line", () => {
    expect(live.party.output).not.toMatch(/swt_|token=/);
  });
});
