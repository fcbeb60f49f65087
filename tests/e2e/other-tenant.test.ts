import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { ask, attempt, call, procedures, type Session } from "./support/http.ts";
import { Stream } from "./support/stream.ts";
import { acme, linden, makeRoom, overviewAt, type Room, say, signInByForm } from "./support/world.ts";

let ana: Session;
let rosa: Session;
let here: Room;
/** What exists at the other tenant: one id of every kind. */
let theirs: Record<IdKey, string>;
let ours: Record<IdKey, string>;

const idKeys = ["room_id", "event_id", "root_id", "participant_id", "workspace_id"] as const;
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
  return {
    room_id: room.id,
    event_id: id,
    root_id: id,
    participant_id: session.participantId,
    workspace_id: workspace?.id ?? "",
  };
}

const content = { msgtype: "swp.text", body: "across" };
const page = { limit: 10 };

/** For each procedure an input that works in one's own tenant, made of ids. One without ids takes none from outside. */
const inputs: Record<string, ((ids: Record<IdKey, string>) => object) | null> = {
  "messages.list": ({ room_id }) => ({ room_id }),
  "messages.thread": ({ room_id, root_id }) => ({ room_id, root_id }),
  "messages.send": ({ room_id }) => ({ room_id, content }),
  "messages.edit": ({ room_id, event_id }) => ({ room_id, event_id, content }),
  "messages.react": ({ room_id, event_id }) => ({ room_id, event_id, emoji: "👍" }),
  "messages.unreact": ({ room_id, event_id }) => ({ room_id, event_id, emoji: "👍" }),
  "messages.markRead": ({ room_id, event_id }) => ({ room_id, event_id }),
  "messages.redact": ({ room_id, event_id }) => ({ room_id, event_id }),
  "rooms.get": ({ room_id }) => ({ room_id }),
  "rooms.listMembers": ({ room_id }) => ({ room_id, ...page }),
  "rooms.rename": ({ room_id }) => ({ room_id, name: "across" }),
  "rooms.setTopic": ({ room_id }) => ({ room_id, topic: "across" }),
  "rooms.join": ({ room_id }) => ({ room_id }),
  "rooms.leave": ({ room_id }) => ({ room_id }),
  "rooms.invite": ({ room_id, participant_id }) => ({ room_id, participant_id }),
  "rooms.kick": ({ room_id, participant_id }) => ({ room_id, participant_id }),
  "rooms.createDm": ({ participant_id }) => ({ participant_id }),
  "rooms.create": ({ workspace_id }) => ({ name: "across", workspace_id }),
  "rooms.directory": null,
  "rooms.list": null,
  "workspaces.list": null,
  "workspaces.create": null,
  "workspaces.get": ({ workspace_id }) => ({ workspace_id }),
  "workspaces.update": ({ workspace_id }) => ({ workspace_id, name: "across" }),
  "workspaces.listMembers": ({ workspace_id }) => ({ workspace_id, ...page }),
  "workspaces.addMember": ({ workspace_id, participant_id }) => ({ workspace_id, participant_id, role: "editor" }),
  "workspaces.changeRole": ({ workspace_id, participant_id }) => ({ workspace_id, participant_id, role: "editor" }),
  "workspaces.removeMember": ({ workspace_id, participant_id }) => ({ workspace_id, participant_id }),
  "participants.list": null,
  "participants.updateProfile": null,
  "participants.preferences": null,
  "participants.updatePreferences": null,
  "presence.read": null,
  "presence.set": null,
  "presence.typing": ({ room_id }) => ({ room_id, typing: true }),
  "identity.streamTicket": null,
  "views.me": null,
  "views.overview": null,
  "views.room": ({ room_id }) => ({ room_id }),
};

describe("ids of the other tenant", () => {
  test("every procedure is named above, so that a new one cannot be forgotten", () => {
    expect(Object.keys(procedures).filter((name) => !(name in inputs))).toEqual([]);
  });

  test.each(Object.entries(inputs).flatMap(([name, input]) => (input ? [[name, input] as const] : [])))(
    "%s answers them as if they did not exist",
    async (procedure, input) => {
      // Removing one who is not there is no error, whoever they are.
      const used = idKeys.filter((key) => key in input(ours));
      for (const key of used) {
        const foreign = await attempt(ana, procedure, input({ ...ours, [key]: theirs[key] }));
        const absent = await attempt(ana, procedure, input({ ...ours, [key]: randomUUID() }));
        expect([key, foreign.status, foreign.code, foreign.message]).toEqual([
          key,
          absent.status,
          absent.code,
          absent.message,
        ]);
        if (procedure !== "workspaces.removeMember" || key !== "participant_id")
          expect([key, foreign.code]).not.toEqual([key, null]);
        expect([key, foreign.status]).not.toEqual([key, 500]);
      }
    },
  );

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
    for (const path of [(id: string) => `/w/linden/r/${id}`, (id: string) => `/w/acme/r/${id}`]) {
      const [foreign, absent] = await Promise.all([theirs.room_id, randomUUID()].map((id) => pageAt(path(id), id)));
      expect(foreign).toEqual(absent);
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
