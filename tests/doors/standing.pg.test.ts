import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appRouter } from "../../src/server/api/router.ts";
import { pinMessage } from "../../src/server/messages/pins.ts";
import { sendMessage } from "../../src/server/messages/send-message.ts";
import { createNote } from "../../src/server/notes/create-note.ts";
import { createDm } from "../../src/server/rooms/create-dm.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import { createInviteLink } from "../../src/server/rooms/invite-links.ts";
import { knock } from "../../src/server/rooms/knocks.ts";
import { banFromRoom, inviteToRoom, joinRoom, kickFromRoom, leaveRoom } from "../../src/server/rooms/membership.ts";
import { createWorkspace } from "../../src/server/workspaces/create-workspace.ts";
import { addWorkspaceMember, removeWorkspaceMember } from "../../src/server/workspaces/members.ts";
import { endedTurnOf } from "../support/ended-turn.ts";
import type { Person } from "../support/world.ts";
import { type Ids, inputOf, rows } from "./rows.ts";
import { call, codeOf, type Doors, openDoors } from "./support.ts";
import { credentialsOf, idsOf } from "./tenants.ts";

type Kind = "query" | "mutation";
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: Kind } }>).map(
  ([name, { _def }]) => ({ name, type: _def.type }),
);
const takes = (name: string, kind: keyof Ids) => rows[name]?.ids.includes(kind) ?? false;

let doors: Doors;
let ana: Person;
let anas: Ids;

beforeAll(async () => {
  doors = await openDoors({ work: false });
  ana = await doors.world.person("ana", { roles: ["owner"] });
  anas = await idsOf(doors, ana);
});
afterAll(() => doors.end());

const idOf = (person: Person) => person.participant.id;
let people = 0;
async function somebody(roles: string[] = []): Promise<Person & { cookie: string }> {
  people += 1;
  const person = await doors.world.person(`somebody-${people}`, roles.length > 0 ? { roles } : {});
  return { ...person, cookie: (await credentialsOf(doors, person)).cookie };
}

const words = "canary-of-the-room";

describe("what a room's standing shows", () => {
  const standings = {
    stranger: async () => {},
    asking: async (person: Person, room_id: string) => void (await knock(person.ctx, doors.app.limits, { room_id })),
    invited: async (person: Person, room_id: string) => {
      await inviteToRoom(ana.ctx, { room_id, participant_id: idOf(person) });
    },
    joined: async (person: Person, room_id: string) => {
      await inviteToRoom(ana.ctx, { room_id, participant_id: idOf(person) });
      await joinRoom(person.ctx, { room_id });
    },
    left: async (person: Person, room_id: string) => {
      await standings.joined(person, room_id);
      await leaveRoom(person.ctx, { room_id });
    },
    kicked: async (person: Person, room_id: string) => {
      await standings.joined(person, room_id);
      await kickFromRoom(ana.ctx, { room_id, participant_id: idOf(person) });
    },
    banned: async (person: Person, room_id: string) => {
      await standings.joined(person, room_id);
      await banFromRoom(ana.ctx, { room_id, participant_id: idOf(person) });
    },
  } satisfies Record<string, (person: Person, room_id: string) => Promise<void>>;
  type StandingName = keyof typeof standings;
  const types = ["public", "group", "incognito"] as const;
  const cases = types.flatMap((type) =>
    (Object.keys(standings) as StandingName[])
      .filter((standing) => !(type === "public" && standing === "asking"))
      .map((standing) => ({ type, standing })),
  );
  const reads = procedures.filter(({ name, type }) => type === "query" && takes(name, "room_id"));

  async function roomOf(type: (typeof types)[number]) {
    const room = await createRoom(ana.ctx, { name: `A ${type} room`, room_type: type });
    const said = await sendMessage(ana.ctx, { room_id: room.id, content: { body: words } });
    await pinMessage(ana.ctx, { room_id: room.id, event_id: said.id });
    const { turnId, aiId } = await endedTurnOf(ana, room.id, said.id);
    return { ...anas, room_id: room.id, event_id: said.id, root_id: said.id, turn_id: turnId, ai_id: aiId };
  }

  test.each(cases)(
    "of $type, to one who is $standing, is the same by its lists and by every read",
    async ({ type, standing }) => {
      const ids = await roomOf(type);
      const person = await somebody();
      await standings[standing](person, ids.room_id);
      const ask = async (name: string, input: object) => {
        const answer = await call(name, "query", input, { cookie: person.cookie });
        return { status: answer.status, body: await answer.text() };
      };

      const listed = (
        await Promise.all(["rooms.list", "rooms.directory"].map((name) => ask(name, { limit: 100 })))
      ).some(({ body }) => body.includes(ids.room_id));
      const sees = (await ask("rooms.get", { room_id: ids.room_id })).status === 200;
      expect(sees).toBe(listed);
      const readsWords = standing === "joined" || (type === "public" && standing !== "banned");
      expect(sees).toBe(readsWords || standing === "invited");

      for (const { name } of reads) {
        const { status, body } = await ask(name, inputOf(name, ids));
        if (!sees) expect([name, status]).toEqual([name, 404]);
        if (!readsWords) expect([name, body.includes(words)]).toEqual([name, false]);
      }
      const overview = (await ask("views.overview", {})).body;
      expect(overview).not.toContain(words);
      expect(overview.includes(ids.room_id)).toBe(standing === "joined" || standing === "invited");
    },
  );
});

describe("a direct room", () => {
  // What changes it as a whole, or who is in it. Closing, muting and the like are one's own, and of each of the two.
  const ofGroups = [
    "rooms.join", "rooms.invite", "rooms.kick", "rooms.ban", "rooms.unban", "rooms.knock", "rooms.approveKnock",
    "rooms.refuseKnock", "rooms.setPower", "rooms.setPermissions", "rooms.setAlias", "rooms.setIcon", "rooms.move",
    "rooms.createInviteLink", "rooms.inviteByMail", "rooms.rename", "rooms.setTopic", "rooms.delete",
  ]; // biome-ignore format: one list

  test("is a group or a public room by no procedure, and nobody else comes in", async () => {
    const [ben, cleo] = [await somebody(), await somebody()];
    const { id: room_id } = await createDm(ana.ctx, { participant_id: idOf(ben) });
    const look = async () => ({
      room: await doors.world
        .owner`select room_type, dm_key, name, topic, icon, room_alias, required_power, workspace_id,
        state, deleted_at from app.rooms where id = ${room_id}`,
      members: await doors.world.owner`select participant_id, membership, power_level from app.room_members
        where room_id = ${room_id} order by participant_id`,
      links: await doors.world.owner`select id from app.invite_links where room_id = ${room_id}`,
    });
    const before = await look();
    const anasCookie = (await credentialsOf(doors, ana)).cookie;
    for (const name of ofGroups) {
      expect(procedures.map((each) => each.name)).toContain(name);
      for (const cookie of [anasCookie, ben.cookie, cleo.cookie]) {
        const input = inputOf(name, { ...anas, room_id, participant_id: idOf(cleo) });
        await call(name, "mutation", input, { cookie });
        expect([name, await look()]).toEqual([name, before]);
      }
    }
  });

  test("is not asked for by the id of a group, a workspace, an event or oneself", async () => {
    const { cookie, participant } = await somebody();
    for (const participant_id of [anas.room_id, anas.workspace_id, anas.event_id, participant.id]) {
      const answer = await call("rooms.createDm", "mutation", { participant_id }, { cookie });
      expect(["SW_PARTICIPANT_NOT_FOUND", "SW_ROOM_TYPE_INVARIANT"]).toContain(await codeOf(answer));
    }
  });

  test("is not given a type, by whatever way a room is changed", async () => {
    const changes = procedures.filter(({ name, type }) => type === "mutation" && takes(name, "room_id"));
    expect(changes.length).toBeGreaterThan(40);
    const { cookie } = await credentialsOf(doors, ana);
    for (const { name } of changes) {
      const answer = await call(name, "mutation", { ...inputOf(name, anas), room_type: "dm" }, { cookie });
      expect([name, answer.status]).toEqual([name, 400]);
    }
  });
});

describe("what came with a place is gone with it", () => {
  test("of a workspace: everything of it is absent to whoever was removed, over every procedure", async () => {
    const person = await somebody();
    const { id: workspace_id } = await createWorkspace(ana.ctx, { name: "Left" });
    const member = { workspace_id, participant_id: idOf(person) };
    await addWorkspaceMember(ana.ctx, { ...member, role: "owner" });
    const { id: made } = await createRoom(person.ctx, { name: "Made there", workspace_id });
    // One of one's own, to be moved there: of somebody else's note one would learn first that it is absent.
    const { id: own } = await createNote(person.ctx, { title: "Mine" });
    await removeWorkspaceMember(ana.ctx, member);
    const walked = procedures.filter(({ name }) => takes(name, "workspace_id"));
    expect(walked.length).toBeGreaterThan(10);
    for (const { name, type } of walked) {
      const note_id = name === "notes.move" ? own : anas.note_id;
      const input = inputOf(name, { ...anas, workspace_id, note_id, room_id: made, participant_id: idOf(ana) });
      const answer = await call(name, type, input, { cookie: person.cookie });
      // What is asked for is a note there; the workspace is only a part of its address.
      const absent = name.startsWith("noteComments.") ? "SW_NOTE_NOT_FOUND" : "SW_WORKSPACE_NOT_FOUND";
      expect([name, await codeOf(answer)]).toEqual([name, absent]);
    }
    for (const name of ["workspaces.list", "views.overview"]) {
      const body = await (await call(name, "query", {}, { cookie: person.cookie })).text();
      expect(body).not.toContain(`"id":"${workspace_id}"`);
    }
  });

  test("of an admin: neither an open session nor a token does any of it once the role is taken back", async () => {
    const person = await somebody(["admin"]);
    const { cookie, personal_token } = await credentialsOf(doors, person);
    expect((await call("admin.stats", "query", {}, { cookie })).status).toBe(200);
    await doors.world.owner`update app.participants set roles = '{}' where id = ${idOf(person)}`;
    const walked = procedures.filter(({ name }) => /^(admin|aiAdmin)\./.test(name));
    expect(walked.length).toBeGreaterThan(15);
    for (const { name, type } of walked) {
      for (const credential of [{ cookie }, { bearer: personal_token }]) {
        const { status } = await call(name, type, inputOf(name, anas), credential);
        expect([name, Object.keys(credential)[0], status]).toEqual([name, Object.keys(credential)[0], 403]);
      }
    }
  });

  test("of a member: the links that they made let nobody in once they were removed", async () => {
    const [person, late] = [await somebody(), await somebody()];
    const { id: room_id } = await createRoom(ana.ctx, { name: "Linked" });
    await inviteToRoom(ana.ctx, { room_id, participant_id: idOf(person) });
    await joinRoom(person.ctx, { room_id });
    const { secret } = await createInviteLink(person.ctx, doors.app, {
      room_id,
      expires_in_hours: null,
      max_uses: null,
    });
    await kickFromRoom(ana.ctx, { room_id, participant_id: idOf(person) });
    for (const { cookie } of [person, late]) {
      const answer = await call("rooms.joinByLink", "mutation", { secret }, { cookie });
      expect(await codeOf(answer)).toBe("SW_INVITE_LINK_INVALID");
    }
  });
});
