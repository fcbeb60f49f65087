import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerDownload, answerSigned, answerUpload } from "../../src/server/api/media-door.ts";
import { routePattern } from "../../src/server/node/route-pattern.ts";
import { createWorkspace } from "../../src/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "../../src/server/workspaces/members.ts";
import { type Doors, openDoors } from "../doors/support.ts";
import { absentId } from "../support/refusal.ts";
import { ask, outcome, read, signedIn } from "./support.ts";

let doors: Doors;
let workspaceId: string;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  doors = await openDoors();
  const person = async (name: string) => {
    const made = await signedIn(doors, name);
    cookies[name] = made.cookie;
    return made;
  };
  const [ana, ben, cleo] = [await person("ana"), await person("ben"), await person("cleo"), await person("dora")];
  workspaceId = (await createWorkspace(ana.ctx, { name: "Pictures" })).id;
  for (const [who, role] of [[ben, "editor"], [cleo, "viewer"]] as const) {
    await addWorkspaceMember(ana.ctx, { workspace_id: workspaceId, participant_id: who.participant.id, role });
  } // biome-ignore format: a table
});
afterAll(() => doors.end());

const solid = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#3355ff" } });
const png = () => solid(8, 6).png().toBuffer();

function upload(
  who: string | null,
  bytes: Uint8Array,
  more: { name?: string; workspace?: string; origin?: string } = {},
) {
  const form = new FormData();
  form.set("file", new File([bytes as Uint8Array<ArrayBuffer>], more.name ?? "a.png"));
  form.set("workspace_id", more.workspace ?? workspaceId);
  const headers: Record<string, string> = { host: "localhost:3000", origin: more.origin ?? "http://localhost:3000" };
  if (who) headers.cookie = cookies[who]!;
  return answerUpload(new Request("http://localhost:3000/v1/media/upload", { method: "POST", headers, body: form }));
}
function download(who: string | null, mediaId: string, more: Record<string, string> = {}) {
  const headers: Record<string, string> = { host: "localhost:3000", ...more };
  if (who) headers.cookie = cookies[who]!;
  return answerDownload(new Request(`http://localhost:3000/v1/media/download/${mediaId}`, { headers }), mediaId);
}

describe("a picture", () => {
  test("comes back byte for byte to every member, as a picture that runs nothing", async () => {
    const bytes = await png();
    const { data } = (await (await upload("ben", bytes, { name: "../Plan\u202e.png" })).json()) as {
      data: { media_id: string; name: string; sha256: string };
    };
    expect(data).toMatchObject({ name: "Plan.png", size: bytes.length, mime_type: "image/png", width: 8, height: 6 });
    const response = await download("cleo", data.media_id);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/png",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "content-length": String(bytes.length),
      "cache-control": "private, no-cache",
    });
    const again = await download("cleo", data.media_id, { "if-none-match": response.headers.get("etag")! });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  test("is there once, however often and by how many at once it is added", async () => {
    const bytes = await solid(9, 9).webp().toBuffer();
    const answers = await Promise.all(["ana", "ben", "ana", "ben"].map((who) => upload(who, bytes)));
    const ids = await Promise.all(
      answers.map(async (each) => ((await each.json()) as { data: { media_id: string } }).data),
    );
    expect(new Set(ids.map(({ media_id }) => media_id)).size).toBe(1);
  });

  test("loses where it was taken, and nothing else", async () => {
    const bytes = await solid(8, 6)
      .withExif({ IFD3: { GPSLatitude: "52/1 5/1 0/1" } })
      .jpeg()
      .toBuffer();
    expect((await sharp(bytes).metadata()).exif).toBeDefined();
    const { data } = (await (await upload("ben", bytes, { name: "photo.jpg" })).json()) as {
      data: { media_id: string };
    };
    const stored = Buffer.from(await (await download("ben", data.media_id)).arrayBuffer());
    const { exif, width, height, format } = await sharp(stored).metadata();
    expect([exif, width, height, format]).toEqual([undefined, 8, 6, "jpeg"]);
  });
});

describe("who may", () => {
  test("add one: editors; strangers and visitors learn nothing of the workspace", async () => {
    const bytes = await png();
    expect(await outcome(await upload("cleo", bytes))).toEqual([403, "SW_WORKSPACE_FORBIDDEN"]);
    expect(await outcome(await upload("dora", bytes))).toEqual([404, "SW_WORKSPACE_NOT_FOUND"]);
    expect(await outcome(await upload("dora", bytes, { workspace: absentId }))).toEqual([
      404,
      "SW_WORKSPACE_NOT_FOUND",
    ]);
    expect(await outcome(await upload(null, bytes))).toEqual([401, "SW_AUTH_INVALID_TOKEN"]);
    expect(await outcome(await upload("ana", bytes, { origin: "http://evil.example" }))).toEqual([
      403,
      "SW_AUTH_BAD_ORIGIN",
    ]);
  });

  test("see one: members; for others it is as absent as one that never was", async () => {
    const { data } = (await (await upload("ana", await png())).json()) as { data: { media_id: string } };
    expect((await download("cleo", data.media_id)).status).toBe(200);
    const hidden = await download("dora", data.media_id);
    const absent = await download("dora", absentId);
    expect([hidden.status, await hidden.text()]).toEqual([absent.status, await absent.text()]);
    expect(await outcome(await download("dora", "..%2f..%2fx"))).toEqual([404, "SW_MEDIA_NOT_FOUND"]);
    expect((await download(null, data.media_id)).status).toBe(401);
  });
});

describe("a signed address", () => {
  const info = (who: string, id: string) => ask("GET", `/media/${id}/info`, { cookie: cookies[who]! });
  const sign = (who: string, id: string) => ask("GET", `/media/signed/${id}`, { cookie: cookies[who]! });
  const open = (address: string, host = "localhost:3000") => {
    const request = new Request(`http://${host}${address}`, { headers: { host } });
    return answerSigned(request, new URL(request.url).pathname.split("/").at(-1)!);
  };
  const made = async (bytes: Uint8Array) => {
    const { data } = (await (await upload("ana", bytes)).json()) as { data: { media_id: string } };
    return data.media_id;
  };

  test("shows a picture to whoever has it, and is given to its members alone", async () => {
    const bytes = await solid(5, 4).png().toBuffer();
    const id = await made(bytes);
    expect((await read(await info("cleo", id))).data).toMatchObject({
      media_id: id,
      width: 5,
      height: 4,
      mime_type: "image/png",
    });
    const { data } = (await (await sign("cleo", id)).json()) as { data: { path: string; expires_at: string } };
    expect(Date.parse(data.expires_at)).toBeGreaterThan(Date.now());
    expect(Date.parse(data.expires_at)).toBeLessThanOrEqual(Date.now() + 600_000);
    const shown = await open(data.path);
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      "cache-control": "private, no-store",
      "referrer-policy": "no-referrer",
      "content-security-policy": "default-src 'none'; sandbox",
    });
    for (const asked of [info, sign]) {
      const [hidden, absent] = [await read(await asked("dora", id)), await read(await asked("dora", absentId))];
      expect([hidden.status, hidden.code]).toEqual([404, "SW_MEDIA_NOT_FOUND"]);
      expect([absent.status, absent.code]).toEqual([hidden.status, hidden.code]);
    }
    expect((await ask("GET", `/media/signed/${id}`)).status).toBe(401);
  });

  test("is refused alike when it is wrong, expired, or of what is not there", async () => {
    const [id, other] = [await made(await png()), await made(await solid(3, 3).png().toBuffer())];
    const { data } = (await (await sign("ana", id)).json()) as { data: { path: string } };
    const now = Math.floor(Date.now() / 1000);
    const signed = (media: string, expires: number, tenantId = doors.world.tenantId) =>
      `/v1/media/signed/${media}?expires=${expires}&signature=${doors.app.sealer.sign(tenantId, "media", `${media} ${expires}`)}`;
    expect((await open(signed(id, now + 60))).status).toBe(200);
    const refused = await Promise.all(
      [
        data.path.replace(/signature=.*/, "signature="),
        data.path.replace(/.$/, (last) => (last === "A" ? "E" : "A")),
        data.path.replace(id, other),
        data.path.replace(/expires=\d+/, `expires=${now + 6_000}`),
        data.path.replace(/expires=\d+&/, ""),
        signed(id, now - 1),
        signed(absentId, now + 60),
        signed(id, now + 60, absentId),
        signed("..%2f..%2fx", now + 60),
      ].map(async (address) => {
        const { status, code } = await read(await open(address));
        return [status, code];
      }),
    );
    expect(new Set(refused.map(String))).toEqual(new Set(["404,SW_MEDIA_NOT_FOUND"]));
  });

  test("is in no line of the server", () => {
    expect(routePattern("/v1/media/signed/x?expires=1&signature=abc", {})).toBe("/v1/*");
  });
});

describe("what is no picture is refused, whatever it is called", () => {
  test.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ["an SVG", () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), "SW_MEDIA_TYPE"],
    ["a page", () => Buffer.from("<!doctype html><script>alert(1)</script>"), "SW_MEDIA_TYPE"],
    ["nothing", () => Buffer.alloc(0), "SW_MEDIA_TYPE"],
    ["a PNG cut short", async () => (await solid(300, 300).png().toBuffer()).subarray(0, 200), "SW_MEDIA_TYPE"],
    ["a TIFF", () => solid(4, 4).tiff().toBuffer(), "SW_MEDIA_TYPE"],
    ["over ten megabytes", () => Buffer.alloc(10_000_001, 1), "SW_MEDIA_TOO_LARGE"],
    ["a small file of very many pixels", () => solid(9_000, 9_000).png({ compressionLevel: 9 }).toBuffer(), "SW_MEDIA_TOO_LARGE"],
  ])("%s", async (_, make, code) => {
    expect((await outcome(await upload("ana", await make(), { name: "picture.png" })))[1]).toBe(code);
  }); // biome-ignore format: a table

  test("a body that is no form, or lacks a field", async () => {
    const headers = { host: "localhost:3000", origin: "http://localhost:3000", cookie: cookies.ana! };
    const send = (body: BodyInit, more: Record<string, string> = {}) =>
      answerUpload(
        new Request("http://localhost:3000/v1/media/upload", {
          method: "POST",
          headers: { ...headers, ...more },
          body,
        }),
      );
    expect(await outcome(await send("x"))).toEqual([400, "SW_BAD_REQUEST"]);
    expect(await outcome(await send(new FormData()))).toEqual([400, "SW_BAD_REQUEST"]);
    const large = Buffer.alloc(11_000_000, 1);
    expect(await outcome(await send(large))).toEqual([413, "SW_BODY_TOO_LARGE"]);
  });
});

test("a server's limit of storage is held at its value, by many at once", async () => {
  const { world } = doors;
  const pictures = await Promise.all([31, 32, 33].map((width) => solid(width, 7).png().toBuffer()));
  const largest = Math.max(...pictures.map((bytes) => bytes.length));
  const [stored] = await world.owner<{ taken: number }[]>`
    select coalesce(sum(size), 0)::int as taken from (select distinct on (sha256) size from app.media) each`;
  const limits = JSON.stringify({ max_storage_bytes: stored!.taken + largest });
  await world.owner`update app.tenants set limits = ${limits}::text::jsonb where tenant_id = ${world.tenantId}`;
  const statuses = await Promise.all(pictures.map(async (bytes) => (await upload("ana", bytes)).status));
  expect(statuses.sort()).toEqual([200, 409, 409]);
  await world.owner`update app.tenants set limits = '{}' where tenant_id = ${world.tenantId}`;
});
