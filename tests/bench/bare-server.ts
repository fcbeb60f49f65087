import { createInterface } from "node:readline";
import { WebSocketServer } from "ws";

// The peer of the fan-out measurement: every line of its input goes to every socket, and nothing else happens.
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("listening", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" ? address?.port : ""}\n`);
});
createInterface({ input: process.stdin }).on("line", (frame) => {
  for (const client of server.clients) client.send(frame);
});
process.stdin.on("end", () => process.exit(0));
