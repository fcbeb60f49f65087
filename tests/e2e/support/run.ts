import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { alive, Instance } from "../../start/instance.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Port of the instance that every journey of the run shares. */
    port: number;
    /** Address at which the journeys ask about that instance: its log, its processes. */
    control: string;
  }
}

export type Canary = { readonly name: string; readonly value: string };

/** One built instance for the whole run, started and ended as a person does it; its log is searched for secrets at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const instance = await Instance.launch({ environment: { SCAIWAVE_LOG: "trace" } });
  const canaries: Canary[] = [];
  const control = createServer(async (request, response) => {
    const [, what, part] = (request.url ?? "").split("/");
    if (what === "log") response.end(logOf(instance));
    else if (what === "child") response.end(String(instance.child(part as "party").pid));
    else if (what === "canary") {
      canaries.push(JSON.parse(await bodyOf(request)) as Canary);
      response.end();
    } else response.writeHead(404).end();
  });
  try {
    await instance.untilReady();
    await new Promise<void>((resolve) => control.listen(0, "127.0.0.1", resolve));
  } catch (error) {
    await instance.remove();
    throw error;
  }
  project.provide("port", instance.port);
  project.provide("control", `http://127.0.0.1:${(control.address() as AddressInfo).port}`);

  return async () => {
    control.close();
    control.closeAllConnections();
    const family = instance.family();
    await instance.stop();
    const log = logOf(instance);
    const faults = [
      ...family.filter(alive).map(({ command }) => `A process is left: ${command}`),
      ...canaries.filter(({ value }) => log.includes(value)).map(({ name }) => `The log holds ${name}.`),
    ];
    await instance.remove();
    if (faults.length > 0) throw new Error(faults.join("\n"));
  };
}

/** What the instance printed, and every log file of its data folder. */
function logOf(instance: Instance): string {
  const folder = join(instance.dataDirectory, "logs");
  const files = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  return [instance.output, ...files].join("\n");
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
