import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { getWorkspace, listWorkspaceMembers, listWorkspaces } from "#/server/workspaces/list-workspaces.ts";
import { addWorkspaceMember, changeWorkspaceRole, removeWorkspaceMember } from "#/server/workspaces/members.ts";
import { updateWorkspace } from "#/server/workspaces/update-workspace.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, type TenantWorld, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let cleo: Person;
let acme: TenantWorld;
let stranger: Person;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, cleo] = [await world.person("ana"), await world.person("ben"), await world.person("cleo")];
  acme = await world.tenant("acme");
  stranger = await acme.person("ana");
});
afterAll(() => world.drop());

const page = { limit: 200, offset: 0 };
const eventsAfter = async (position: number) => (await world.log(position)).map((event) => event.type);

describe("creating a workspace", () => {
  test("makes its creator the owner and tells them with one event", async () => {
    const before = await world.head();
    const made = await createWorkspace(ana.ctx, { name: "Launch plan", icon: "🚀" });
    expect(made).toMatchObject({
      slug: "launch-plan",
      name: "Launch plan",
      role: "owner",
      member_count: 1,
      kind: "shared",
    });
    const [event, ...others] = await world.log(before);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type: "swp.workspace.member",
      stream_position: before + 1,
      sender_id: ana.participant.id,
      audience: { kind: "workspace", workspace_id: made.id, also: [ana.participant.id] },
      content: { participant_id: ana.participant.id, role: "owner", workspace: { slug: "launch-plan" } },
    });
    expect(await getWorkspace(ana.ctx, { workspace_id: made.id })).toEqual(made);
  });

  test("numbers a slug made from the name, and refuses one chosen by hand, when it is taken", async () => {
    const first = await createWorkspace(ana.ctx, { name: "Field notes" });
    const second = await createWorkspace(ben.ctx, { name: "Field   notes!" });
    expect([first.slug, second.slug]).toEqual(["field-notes", "field-notes-2"]);
    expect((await createWorkspace(ben.ctx, { name: "X", slug: "by-hand" })).slug).toBe("by-hand");
    await expectRefusal(createWorkspace(ana.ctx, { name: "X", slug: "by-hand" }), "SW_WORKSPACE_SLUG_TAKEN");
    expect((await createWorkspace(stranger.ctx, { name: "X", slug: "by-hand" })).slug).toBe("by-hand");
  });

  test("gives each of many at once a slug of its own", async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => createWorkspace(ana.ctx, { name: "Rush" })));
    expect(new Set(made.map((workspace) => workspace.slug)).size).toBe(6);
  });

  test("keeps an address within bounds for the longest name, and gives one to a name without Latin letters", async () => {
    const long = await createWorkspace(ana.ctx, { name: "long name ".repeat(8).trim() });
    expect(long.slug.length).toBeLessThanOrEqual(48);
    expect((await createWorkspace(ana.ctx, { name: "株式会社" })).slug).toMatch(/^workspace/);
  });

  test("answers the same workspace for the same key, also to two requests at once, and refuses another body", async () => {
    const event_uuid = world.newId();
    const input = { name: "Once", event_uuid };
    const [first, second] = await Promise.all([createWorkspace(ana.ctx, input), createWorkspace(ana.ctx, input)]);
    expect(second).toEqual(first);
    const before = await world.head();
    expect(await createWorkspace(ana.ctx, input)).toEqual(first);
    expect(await world.head()).toBe(before);
    await expectRefusal(createWorkspace(ana.ctx, { name: "Twice", event_uuid }), "SW_IDEMPOTENCY_CONFLICT");
    expect((await createWorkspace(ben.ctx, input)).id).not.toBe(first.id);
  });
});

describe("members of a workspace", () => {
  test("owners add, promote and remove; editors, viewers and outsiders do not", async () => {
    const { id: workspace_id } = await createWorkspace(ana.ctx, { name: "Roles" });
    const someone = await world.person("dov");
    const add = { workspace_id, participant_id: someone.participant.id, role: "viewer" as const };
    await addWorkspaceMember(ana.ctx, { workspace_id, participant_id: ben.participant.id, role: "editor" });

    await expectRefusal(addWorkspaceMember(ben.ctx, add), "SW_WORKSPACE_FORBIDDEN");
    await expectRefusal(addWorkspaceMember(cleo.ctx, add), "SW_WORKSPACE_NOT_FOUND");
    const before = await world.head();
    expect(await addWorkspaceMember(ana.ctx, add)).toMatchObject({ role: "viewer", participant: { local_id: "dov" } });
    expect(await eventsAfter(before)).toEqual(["swp.workspace.member"]);

    await expectRefusal(changeWorkspaceRole(someone.ctx, { ...add, role: "owner" }), "SW_WORKSPACE_FORBIDDEN");
    expect(await changeWorkspaceRole(ana.ctx, { ...add, role: "owner" })).toMatchObject({ role: "owner" });
    await removeWorkspaceMember(someone.ctx, { workspace_id, participant_id: ben.participant.id });
    await expectRefusal(getWorkspace(ben.ctx, { workspace_id }), "SW_WORKSPACE_NOT_FOUND");
    const members = await listWorkspaceMembers(ana.ctx, { workspace_id, ...page });
    expect(members.map((member) => [member.participant.local_id, member.role])).toEqual([
      ["ana", "owner"],
      ["dov", "owner"],
    ]);
  });

  test("adding again with another role is refused and with the same role changes nothing", async () => {
    const { id: workspace_id } = await createWorkspace(ana.ctx, { name: "Twice" });
    const input = { workspace_id, participant_id: ben.participant.id, role: "editor" as const };
    const member = await addWorkspaceMember(ana.ctx, input);
    const before = await world.head();
    expect(await addWorkspaceMember(ana.ctx, input)).toEqual(member);
    expect(await world.head()).toBe(before);
    await expectRefusal(addWorkspaceMember(ana.ctx, { ...input, role: "viewer" }), "SW_BAD_REQUEST");
  });

  test("the one who is removed is told, and so are those who stay", async () => {
    const { id: workspace_id } = await createWorkspace(ana.ctx, { name: "Told" });
    await addWorkspaceMember(ana.ctx, { workspace_id, participant_id: ben.participant.id, role: "viewer" });
    const before = await world.head();
    await removeWorkspaceMember(ben.ctx, { workspace_id, participant_id: ben.participant.id });
    expect(await world.log(before)).toMatchObject([
      { audience: { kind: "workspace", workspace_id, also: [ben.participant.id] }, content: { role: null } },
    ]);
  });

  test("the last owner neither leaves nor steps down, also when two owners remove each other at once", async () => {
    const { id: workspace_id } = await createWorkspace(ana.ctx, { name: "Kept" });
    const self = { workspace_id, participant_id: ana.participant.id };
    await expectRefusal(removeWorkspaceMember(ana.ctx, self), "SW_WORKSPACE_NEEDS_OWNER");
    await expectRefusal(changeWorkspaceRole(ana.ctx, { ...self, role: "editor" }), "SW_WORKSPACE_NEEDS_OWNER");

    const other = { workspace_id, participant_id: ben.participant.id };
    await addWorkspaceMember(ana.ctx, { ...other, role: "owner" });
    const outcomes = await Promise.allSettled([
      removeWorkspaceMember(ana.ctx, other),
      removeWorkspaceMember(ben.ctx, self),
    ]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
    const survivor = outcomes[0]?.status === "fulfilled" ? ana : ben;
    expect(await listWorkspaceMembers(survivor.ctx, { workspace_id, ...page })).toMatchObject([{ role: "owner" }]);
  });

  test("a personal workspace takes nobody in and is not left", async () => {
    const workspace_id = ana.workspace.id;
    const input = { workspace_id, participant_id: ben.participant.id, role: "viewer" as const };
    await expectRefusal(addWorkspaceMember(ana.ctx, input), "SW_WORKSPACE_FORBIDDEN");
    const leaving = removeWorkspaceMember(ana.ctx, { workspace_id, participant_id: ana.participant.id });
    await expectRefusal(leaving, "SW_WORKSPACE_NEEDS_OWNER");
  });

  test("nobody of another tenant is added", async () => {
    const { id: workspace_id } = await createWorkspace(ana.ctx, { name: "Home only" });
    const input = { workspace_id, participant_id: stranger.participant.id, role: "viewer" as const };
    const foreign = await expectRefusal(addWorkspaceMember(ana.ctx, input), "SW_PARTICIPANT_NOT_FOUND");
    const absent = await expectRefusal(
      addWorkspaceMember(ana.ctx, { ...input, participant_id: absentId }),
      "SW_PARTICIPANT_NOT_FOUND",
    );
    expect(foreign.message).toBe(absent.message);
  });
});

describe("reading and updating", () => {
  test("lists one's own workspaces, the personal one first", async () => {
    const dora = await world.person("dora");
    await createWorkspace(dora.ctx, { name: "Alpha" });
    const listed = await listWorkspaces(dora.ctx, page);
    expect(listed.map((workspace) => [workspace.slug, workspace.kind, workspace.role])).toEqual([
      ["dora", "personal", "owner"],
      ["alpha", "shared", "owner"],
    ]);
  });

  test("owners rename it; editors do not; what the input leaves out stays", async () => {
    const { id: workspace_id } = await createWorkspace(ana.ctx, { name: "Old", description: "Kept", icon: "📌" });
    await addWorkspaceMember(ana.ctx, { workspace_id, participant_id: ben.participant.id, role: "editor" });
    await expectRefusal(updateWorkspace(ben.ctx, { workspace_id, name: "Mine" }), "SW_WORKSPACE_FORBIDDEN");
    const before = await world.head();
    expect(await updateWorkspace(ana.ctx, { workspace_id, name: "New", icon: null })).toMatchObject({
      name: "New",
      description: "Kept",
      icon: null,
    });
    expect(await eventsAfter(before)).toEqual(["swp.workspace.updated"]);
    await updateWorkspace(ana.ctx, { workspace_id, name: "New" });
    expect(await world.head()).toBe(before + 1);
  });

  test.each(["home", "acme"] as const)(
    "an id of %s that one may not see is as absent as one that never was",
    async (of) => {
      const owner = of === "home" ? ana : stranger;
      const { id } = await createWorkspace(owner.ctx, { name: "Hidden" });
      expect(await getWorkspace(owner.ctx, { workspace_id: id })).toMatchObject({ name: "Hidden" });
      for (const workspace_id of [id, absentId]) {
        const person = { workspace_id, participant_id: cleo.participant.id };
        for (const act of [
          () => getWorkspace(cleo.ctx, { workspace_id }),
          () => listWorkspaceMembers(cleo.ctx, { workspace_id, ...page }),
          () => updateWorkspace(cleo.ctx, { workspace_id, name: "Taken" }),
          () => addWorkspaceMember(cleo.ctx, { ...person, role: "owner" as const }),
          () => changeWorkspaceRole(cleo.ctx, { ...person, role: "owner" as const }),
          () => removeWorkspaceMember(cleo.ctx, person),
        ]) {
          await expectRefusal(act(), "SW_WORKSPACE_NOT_FOUND");
        }
      }
    },
  );
});
