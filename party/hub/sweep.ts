import { closeCodes } from "#/domain/stream/close-codes.ts";
import type { Hub } from "./hub.ts";
import { maxBufferedTotal } from "./limits.ts";
import { judge } from "./liveness.ts";
import { encode } from "./stream-socket.ts";

/** Looks at every socket: pings those that are due, ends those that are over. */
export function sweep(hub: Hub, now: number): void {
  const position = hub.scope.position ?? 0;
  const ping = encode({ type: "ping", stream_position: position, ts: hub.ts() });
  let buffered = 0;
  for (const socket of [...hub.sockets.all()]) {
    socket.measure(now);
    const verdict = judge(socket, now);
    if (verdict === "ping") {
      socket.pinged(now);
      // A socket that began ahead of the hub keeps its own position: a ping never goes back.
      const { from } = socket.facts;
      if (from > position) hub.say(socket, { type: "ping", stream_position: from, ts: hub.ts() });
      else hub.send(socket, ping);
    } else if (verdict !== "wait") {
      hub.end(socket, verdict.close, verdict.reason);
      continue;
    }
    buffered += socket.bufferedBytes;
  }
  if (buffered > maxBufferedTotal) shed(hub, buffered);
  hub.presence.sweep(now);
}

/** Slow readers may not take the memory of the others: the slowest go first. */
function shed(hub: Hub, buffered: number): void {
  let left = buffered;
  for (const socket of [...hub.sockets.all()].sort((a, b) => b.bufferedBytes - a.bufferedBytes)) {
    if (left <= maxBufferedTotal) return;
    left -= socket.bufferedBytes;
    hub.end(socket, closeCodes.tooSlow, "too_slow");
  }
}
