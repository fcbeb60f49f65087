import { Server } from "@hocuspocus/server";

// The peer of the measurement of notes: documents in memory, and nothing is stored, which is less work than ours.
const server = new Server({ address: "127.0.0.1", port: 0, quiet: true, stopOnSignals: false });
await server.listen();
process.stdout.write(`${server.address.port}\n`);
process.stdin.on("end", () => process.exit(0)).resume();
