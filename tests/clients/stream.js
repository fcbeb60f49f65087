// Prints the messages of every room that the caller is in, with nothing but the browser's own WebSocket.
// In a page: stream.html?scheme=ws&host=localhost&port=3000. In Node: node stream.js ws localhost 3000.

export function listen({ scheme = "ws", host = "localhost", port = "3000", token = "mock-dev-token" }, print) {
  const socket = new WebSocket(`${scheme}://${host}:${port}/v1/stream?token=${token}`);
  socket.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (event.type === "hello") print(`connected ${event.session_id} to ${event.server_name}`);
    if (event.type === "swp.room.message") print(`message: ${event.content.body}`);
    if (event.type === "swp.ai.status") print(`ai status: ${event.participant_id} ${event.status}`);
  };
  socket.onclose = ({ code, reason }) => print(`closed ${code} ${reason}`);
  return socket;
}

if (globalThis.process?.argv[1]?.endsWith("stream.js")) {
  const [scheme, host, port, token] = process.argv.slice(2);
  listen({ scheme, host, port, token }, (line) => console.log(line));
}
