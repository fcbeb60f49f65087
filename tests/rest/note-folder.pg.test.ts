import { strToU8, unzipSync, zipSync } from "fflate";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerExport, answerImport } from "../../src/server/api/note-folder-door.ts";
import { uploadPicture } from "../../src/server/media/upload-picture.ts";
import { createNote } from "../../src/server/notes/create-note.ts";
import { createWorkspace } from "../../src/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "../../src/server/workspaces/members.ts";
import { type Doors, openDoors } from "../doors/support.ts";
import { absentId } from "../support/refusal.ts";
import type { Person } from "../support/world.ts";
import { outcome, signedIn } from "./support.ts";

let doors: Doors;
let ana: Person;
let from: string;
let into: string;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  doors = await openDoors();
  const person = async (name: string) => {
    const made = await signedIn(doors, name);
    cookies[name] = made.cookie;
    return made;
  };
  ana = await person("ana");
  const [ben] = [await person("ben"), await person("cleo")];
  from = (await createWorkspace(ana.ctx, { name: "From" })).id;
  into = (await createWorkspace(ana.ctx, { name: "Into" })).id;
  await addWorkspaceMember(ana.ctx, { workspace_id: from, participant_id: ben.participant.id, role: "viewer" });
});
afterAll(() => doors.end());

const origin = "http://localhost:3000";
const headersOf = (who: string | null) => ({
  host: "localhost:3000",
  origin,
  ...(who ? { cookie: cookies[who]! } : {}),
});
const exported = (who: string | null, workspaceId: string) =>
  answerExport(
    new Request(`${origin}/v1/workspaces/${workspaceId}/notes/export`, { headers: headersOf(who) }),
    workspaceId,
  );
const filesOf = async (who: string, workspaceId: string) =>
  unzipSync(new Uint8Array(await (await exported(who, workspaceId)).arrayBuffer()));
function imported(who: string | null, workspaceId: string, zip: Uint8Array, type = "application/zip") {
  const headers = { ...headersOf(who), "content-type": type };
  const request = new Request(`${origin}/v1/workspaces/${workspaceId}/notes/import`, {
    method: "POST", headers, body: zip as Uint8Array<ArrayBuffer>,
  }); // biome-ignore format: one request
  return answerImport(request, workspaceId);
}
const png = () =>
  sharp({ create: { width: 5, height: 4, channels: 3, background: "#228833" } })
    .png()
    .toBuffer();

describe("a folder", () => {
  test("comes out of a workspace, goes into another, and comes out of that byte for byte", async () => {
    const picture = await uploadPicture(ana.ctx, doors.app.storage, {
      workspaceId: from,
      name: "plan.png",
      bytes: await png(),
    });
    const texts = [
      ["Launch: plan", `---\n# why\ncategory: Plans  # kept\ntags: [a, 'b']\n---\r\n# Launch\n\n![plan](${picture.path} "t")\n`],
      ["Launch: plan", "the second of the name\n\n- [ ] call Ana 📅 2026-12-01 ^todo-abcde\n"],
      ["Odd", "\ufeffa mark first, \t tabs, two spaces  \nand no line end: $a_b$ [[Launch: plan#^x|here]]"],
      ["Empty", ""],
    ] as const; // biome-ignore format: a table
    for (const [title, body] of texts) await createNote(ana.ctx, { workspace_id: from, title, body });
    await createNote(ana.ctx, { workspace_id: from, title: "Not yet", body: "draft", status: "draft" });

    const first = await filesOf("ana", from);
    expect(Object.keys(first)).toEqual(
      expect.arrayContaining([
        "Launch- plan.md",
        "Launch- plan (2).md",
        "Odd.md",
        "Empty.md",
        "Not yet.md",
        "scaiwave.json",
      ]),
    );
    expect(Buffer.from(first["Launch- plan.md"]!).toString()).toContain(`![plan](assets/${picture.sha256}.png "t")`);
    const answer = (await (await imported("ana", into, zipSync(first))).json()) as { data: unknown };
    expect(answer.data).toEqual({ notes: 5, pictures: 1, skipped: [] });
    const second = await filesOf("ana", into);
    expect(Object.keys(second)).toEqual(Object.keys(first));
    for (const [file, bytes] of Object.entries(first))
      expect([file, Buffer.from(second[file]!)]).toEqual([file, Buffer.from(bytes)]);
  });

  test("holds for a viewer what is published, and is the same bytes each time", async () => {
    const files = await filesOf("ben", from);
    expect(Object.keys(files)).not.toContain("Not yet.md");
    expect(Buffer.from(files["scaiwave.json"]!).toString()).not.toContain("Not yet");
    const twice = await Promise.all(
      [1, 2].map(async () => Buffer.from(await (await exported("ben", from)).arrayBuffer())),
    );
    expect(twice[0]).toEqual(twice[1]);
  });

  test("of another program brings its notes and pictures, and names what it leaves out", async () => {
    const { id } = await createWorkspace(ana.ctx, { name: "Vault" });
    const zip = zipSync({
      "Deep/A note.md": strToU8("![[cat.png|A cat]] and ![](../img/cat.png)"),
      "img/cat.png": await png(),
      "img/run.svg": strToU8("<svg/>"),
      "broken.md": Uint8Array.from([0xff, 0xfe, 0x41]),
      ".obsidian/app.json": strToU8("{}"),
      "long.md": Buffer.alloc(1_000_001, 97),
    });
    const { data } = (await (await imported("ana", id, zip)).json()) as { data: { skipped: { file: string }[] } };
    expect(data).toMatchObject({ notes: 1, pictures: 1 });
    expect(data.skipped.map(({ file }) => file).sort()).toEqual(["broken.md", "img/run.svg", "long.md"]);
    const text = Buffer.from((await filesOf("ana", id))["A note.md"]!).toString();
    expect(text).toMatch(/^!\[A cat\]\((assets\/[0-9a-f]{64}\.png)\) and !\[\]\(\1\)$/);
  });
});

describe("who may", () => {
  test("take one out: members; put one in: editors", async () => {
    const zip = zipSync({ "a.md": strToU8("a") });
    expect((await exported("ben", from)).status).toBe(200);
    expect(await outcome(await imported("ben", from, zip))).toEqual([403, "SW_WORKSPACE_FORBIDDEN"]);
    for (const workspaceId of [from, absentId, "x"]) {
      expect(await outcome(await exported("cleo", workspaceId))).toEqual([404, "SW_WORKSPACE_NOT_FOUND"]);
      expect(await outcome(await imported("cleo", workspaceId, zip))).toEqual([404, "SW_WORKSPACE_NOT_FOUND"]);
    }
    expect(await outcome(await exported(null, from))).toEqual([401, "SW_AUTH_INVALID_TOKEN"]);
    expect(await outcome(await imported(null, from, zip))).toEqual([401, "SW_AUTH_INVALID_TOKEN"]);
  });
});

describe("what is refused leaves nothing behind", () => {
  test.each<[string, () => Uint8Array, string]>([
    ["no zip", () => strToU8("hello"), "SW_IMPORT_INVALID"],
    ["a zip cut short", () => zipSync({ "a.md": strToU8("a") }).subarray(0, 30), "SW_IMPORT_INVALID"],
    ["a manifest that can't be read", () => zipSync({ "a.md": strToU8("a"), "scaiwave.json": strToU8("{") }), "SW_IMPORT_INVALID"],
    ["a bomb", () => zipSync({ "a.md": new Uint8Array(210_000_000) }, { level: 9 }), "SW_IMPORT_TOO_LARGE"],
    ["too many notes", () => zipSync(Object.fromEntries(Array.from({ length: 2_001 }, (_, n) => [`${n}.md`, strToU8("x")]))), "SW_IMPORT_TOO_LARGE"],
  ])("%s", async (_, make, code) => {
    const { id } = await createWorkspace(ana.ctx, { name: "Nothing" });
    expect((await outcome(await imported("ana", id, make())))[1]).toBe(code);
    expect(Object.keys(await filesOf("ana", id))).toEqual(["scaiwave.json"]);
  }); // biome-ignore format: a table

  test("a name that climbs out of the folder is only a name", async () => {
    const { id } = await createWorkspace(ana.ctx, { name: "Climb" });
    const zip = zipSync({ "../../etc/passwd.md": strToU8("x") });
    await imported("ana", id, zip);
    expect(Object.keys(await filesOf("ana", id)).sort()).toEqual(["passwd.md", "scaiwave.json"]);
  });

  test("another type of body", async () => {
    expect(await outcome(await imported("ana", into, strToU8("{}"), "application/json"))).toEqual([
      400,
      "SW_BAD_REQUEST",
    ]);
  });
});
