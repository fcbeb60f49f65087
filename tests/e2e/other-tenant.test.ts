import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { idempotentRemovals, inputOf, rows } from "../doors/rows.ts";
import { ask, attempt, call, procedures, type Session } from "./support/http.ts";
import { makeNote } from "./support/notes.ts";
import { Stream } from "./support/stream.ts";
import { acme, linden, makeRoom, overviewAt, type Room, say, signInByForm } from "./support/world.ts";

let ana: Session;
let rosa: Session;
let here: Room;
/** What exists at the other tenant: one id of every kind. */
let theirs: Record<IdKey, string>;
let ours: Record<IdKey, string>;

const idKeys = ["room_id", "event_id", "root_id", "participant_id", "workspace_id", "note_id"] as const;
type IdKey = (typeof idKeys)[number];

beforeAll(async () => {
  ana = await signInByForm("ana", linden);
  rosa = await signInByForm("rosa", acme);
  here = await makeRoom([ana], "ours");
  const there = await makeRoom([rosa], "theirs");
  ours = await idsOf(ana, here);
  theirs = await idsOf(rosa, there);
});

async function idsOf(session: Session, room: Room): Promise<Record<IdKey, string>> {
  const { id } = await say(session, room, `only for ${session.host}`);
  const { workspaces } = await call<{ workspaces: Record<string, { id: string; kind: string }> }>(
    session,
    "views.overview",
  );
  const workspace = Object.values(workspaces).find(({ kind }) => kind === "shared");
  const note = await makeNote(session, "only", `only for ${session.host}\n\n- [ ] this ^todo-r9k4f\n`);
  return {
    note_id: note.id,
    room_id: room.id,
    event_id: id,
    root_id: id,
    participant_id: session.participantId,
    workspace_id: workspace?.id ?? "",
  };
}

const content = { msgtype: "swp.text", body: "across" };

describe("ids of the other tenant", () => {
  test("every procedure is named above, so that a new one cannot be forgotten", () => {
    expect(Object.keys(procedures).filter((name) => !(name in rows))).toEqual([]);
  });

  test.each(
    Object.entries(rows).flatMap(([name, { ids }]) =>
      idKeys.filter((key) => ids.includes(key)).map((key) => [name, key] as const),
    ),
  )("%s answers a %s of them as if it did not exist", async (procedure, key) => {
    const foreign = await attempt(ana, procedure, inputOf(procedure, { ...ours, [key]: theirs[key] }));
    const absent = await attempt(ana, procedure, inputOf(procedure, { ...ours, [key]: randomUUID() }));
    expect([foreign.status, foreign.code, foreign.message]).toEqual([absent.status, absent.code, absent.message]);
    if (!idempotentRemovals.has(procedure)) expect(foreign.code).not.toBeNull();
    expect(foreign.status).not.toBe(500);
  });

  test("a reply, a thread or a mention cannot point across", async () => {
    for (const key of ["reply_to_event_id", "thread_root_id"]) {
      const foreign = await attempt(ana, "messages.send", {
        room_id: here.id,
        content: { ...content, [key]: theirs.event_id },
      });
      const absent = await attempt(ana, "messages.send", {
        room_id: here.id,
        content: { ...content, [key]: randomUUID() },
      });
      expect([key, foreign.status, foreign.code]).toEqual([key, absent.status, absent.code]);
      expect(foreign.code).toBe("SW_EVENT_NOT_FOUND");
    }
  });

  test("pages answer them as if they did not exist", async () => {
    for (const [kind, theirId] of [
      ["r", theirs.room_id],
      ["n", theirs.note_id],
    ] as const) {
      for (const slug of ["linden", "acme"]) {
        const pages = [theirId, randomUUID()].map((id) => pageAt(`/w/${slug}/${kind}/${id}`, id));
        const [foreign, absent] = await Promise.all(pages);
        expect(foreign).toEqual(absent);
      }
    }
  });

  test("nothing that was tried above reached the other tenant", async () => {
    const rooms = await call<unknown>(rosa, "messages.list", { room_id: theirs.room_id });
    expect(JSON.stringify(rooms)).toContain("only for acme.localhost");
    expect(JSON.stringify(rooms)).not.toContain("across");
    expect(JSON.stringify(await call(rosa, "views.overview"))).not.toContain("across");
  });
});

/** Status and words of a page, without what differs from load to load. */
async function pageAt(path: string, id: string): Promise<{ status: number; words: string }> {
  const { status, text } = await ask(inject("port"), { path, headers: { cookie: ana.cookie, accept: "text/html" } });
  const words = text
    .replaceAll(id, "ID")
    .replaceAll(/nonce="[^"]+"/g, "")
    .replaceAll(/<[^>]*>|\d+/g, " ");
  return { status, words };
}

test("an overview, the directory and the people of one tenant name nobody and nothing of the other", async () => {
  const other = await overviewAt(inject("port"), acme);
  const foreign = [
    ...Object.keys(other.participants),
    ...Object.keys(other.rooms),
    ...Object.keys(other.workspaces),
    other.tenant.id,
  ];
  expect(foreign.length).toBeGreaterThan(4);
  for (const procedure of ["views.overview", "rooms.directory", "rooms.list", "participants.list", "workspaces.list"]) {
    const text = JSON.stringify(await call(ana, procedure));
    expect([procedure, foreign.filter((id) => text.includes(id))]).toEqual([procedure, []]);
  }
});

test("a frame about a room of the other tenant reaches nobody there, and a ticket opens nothing there", async () => {
  const there = await Stream.of(rosa);
  const from = await Stream.of(ana);
  from.send({ type: "typing", room_id: theirs.room_id, typing: true });
  await say(rosa, { id: theirs.room_id }, "said after the frame");
  await there.frame((frame) => frame.type === "swp.room.message");
  expect(there.frames.filter(({ type }) => type === "typing")).toEqual([]);
  expect(from.frames.filter(({ type }) => type === "swp.room.message")).toEqual([]);

  const { ticket } = await call<{ ticket: string }>(ana, "identity.streamTicket", { client_id: randomUUID() });
  const stray = new Stream({ port: ana.port, host: acme, token: ticket });
  expect(await stray.end()).toEqual({ code: 4001, reason: "SW_AUTH_INVALID_TOKEN" });
  for (const stream of [there, from]) stream.close();
});
