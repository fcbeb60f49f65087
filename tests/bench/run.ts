import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { buildAll, isBuilt } from "../../src/cli/build.ts";
import { type Instance, root } from "../start/instance.ts";
import { measureAi } from "./ai.ts";
import { measureRest, measureSignIns } from "./doors.ts";
import { measureFanOut } from "./fan-out.ts";
import { measureLarge } from "./large.ts";
import { measureLatency } from "./latency.ts";
import { measureMemory } from "./memory.ts";
import { measureNotes } from "./notes.ts";
import { measurePresence } from "./presence.ts";
import { measureRoomPage } from "./room-page.ts";
import { measureRooms } from "./rooms.ts";
import { full, quick, type Scale } from "./scale.ts";
import { measureStart } from "./start.ts";
import { type Figure, type Measured, meets, table } from "./stats.ts";
import { measureStorm } from "./storm.ts";
import { measureThroughput } from "./throughput.ts";
import { makeWorld } from "./world.ts";

// Figures are printed beside their aims and judged by the reader; only lost or repeated deliveries fail the run.
// Memory comes first: a hub that has worked keeps what it was given.
const measurements = {
  memory: measureMemory,
  "room-page": measureRoomPage,
  latency: measureLatency,
  "fan-out": measureFanOut,
  rooms: measureRooms,
  presence: measurePresence,
  throughput: measureThroughput,
  rest: measureRest,
  "sign-in": measureSignIns,
  large: measureLarge,
  ai: measureAi,
  notes: measureNotes,
  storm: measureStorm,
} as const;

const given = process.argv.slice(2);
const scale: Scale = given.includes("--quick") ? quick : full;
const named = given.filter((word) => !word.startsWith("--"));
const unknown = given.find((word) => word !== "--quick" && !(word in measurements));
if (unknown) {
  console.error(`There is no ${unknown}; there are --quick and ${Object.keys(measurements).join(", ")}.`);
  process.exit(2);
}

if (!isBuilt()) {
  say("building");
  await buildAll();
}
const figures: Figure[] = [];
const faults: string[] = [];
let instance: Instance | undefined;
try {
  say("start");
  const started = await measureStart();
  instance = started.instance;
  figures.push(...started.figures);
  say("world");
  const world = await makeWorld(instance, scale);
  for (const [name, measure] of Object.entries(measurements)) {
    if (named.length > 0 && !named.includes(name)) continue;
    say(name);
    // One measurement that cannot be made must not hide the others.
    const measured: Measured = await measure(world, scale).catch((error: Error) => ({
      figures: [],
      faults: [`${name}: ${error.message}`],
    }));
    figures.push(...measured.figures);
    faults.push(...(measured.faults ?? []));
  }
} finally {
  await instance?.remove();
}

console.log(`\n${table(figures)}\n`);
for (const fault of faults) console.error(fault);
const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? "", node: process.version };
const report = {
  at: new Date().toISOString(),
  scale,
  machine,
  figures: figures.map((figure) => ({ ...figure, met: meets(figure) })),
  faults,
};
await mkdir(join(root, ".build"), { recursive: true });
await writeFile(join(root, ".build/bench.json"), `${JSON.stringify(report, null, 2)}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;

function say(what: string): void {
  console.error(`  ${what} …`);
}
