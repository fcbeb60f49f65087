import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { createAiInput } from "../../src/domain/ai/inputs.ts";
import { createAi } from "../../src/server/ai/participants.ts";
import { startSession } from "../../src/server/identity/sessions.ts";
import { createDm } from "../../src/server/rooms/create-dm.ts";
import { createTenant } from "../../src/server/tenants/create-tenant.ts";
import { call, type Session } from "../e2e/support/http.ts";
import { Instance } from "../start/instance.ts";
import { admit, appOf } from "./world.ts";

export type AiRoom = { readonly id: string; readonly reader: Session };

export type AiWorld = {
  readonly instance: Instance;
  readonly gateway: ChildProcess;
  /** Each a direct room of another person with the same AI. */
  readonly rooms: readonly AiRoom[];
  remove(): Promise<void>;
};

const host = "streams.localhost";

/** An instance of its own whose models are a scripted gateway in another process, which says so many chunks a turn. */
export async function makeAiWorld(people: number, chunks: number, everyMs: number): Promise<AiWorld> {
  const gateway = spawn(
    process.execPath,
    [join(import.meta.dirname, "chunk-gateway.ts"), String(chunks), String(everyMs)],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const url = await new Promise<string>((resolve, reject) => {
    gateway.stdout.once("data", (line: Buffer) => resolve(String(line).trim()));
    gateway.once("exit", () => reject(new Error("The gateway did not start.")));
  });
  const instance = await Instance.launch({ environment: { SCAIWAVE_SCAIGRID_URL: url } });
  const remove = async () => {
    await instance.remove();
    gateway.kill("SIGKILL");
  };
  try {
    await instance.untilReady();
    return { instance, gateway, rooms: await roomsOf(instance, people), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function roomsOf(instance: Instance, people: number): Promise<AiRoom[]> {
  const app = await appOf(instance);
  try {
    const tenantId = app.newId();
    await createTenant(app.database, app.now(), { id: tenantId, slug: "streams", name: "Streams", serverName: host });
    const owner = await admit(app, tenantId, 0, host);
    const input = { local_id: "steady", display_name: "Steady", model: "bench/steady", response_mode: "streaming" };
    const ai = await createAi(owner, { now: app.now(), instanceGateway: true }, createAiInput.parse(input));
    const rooms: AiRoom[] = [];
    for (let number = 1; number <= people; number += 1) {
      const person = await admit(app, tenantId, number, host);
      const { participantId } = person.actor;
      const { cookie } = await startSession(app.sessions, tenantId, participantId, "bench");
      const reader = { port: instance.port, host, cookie: cookie.split(";")[0] ?? "", participantId };
      rooms.push({ id: (await createDm(person, { participant_id: ai.participant.id })).id, reader });
    }
    return rooms;
  } finally {
    await app.stop();
  }
}

export async function askIn({ id: room_id, reader }: AiRoom): Promise<void> {
  const content = { msgtype: "swp.text", body: "Go on, please." };
  await call(reader, "messages.send", { room_id, content, event_uuid: randomUUID() });
}
