/**
 * Why the server closes a stream. A refused opening is accepted and closed with its code, because a browser
 * sees neither the status nor the body of a refused upgrade.
 */
export const closeCodes = {
  /** The token is invalid or expired, or its session ended. The reason is the error code. */
  token: 4001,
  /** The server gave up on this client. The reason is one of `abortReasons`. */
  aborted: 4003,
  /** No traffic in either direction for a minute. */
  idle: 4008,
  /** The client does not read what it is sent. */
  tooSlow: 4009,
  /** The hub restarts: connect again. */
  restart: 1012,
  /** The server cannot open a stream now: connect again later. */
  tryAgain: 1013,
  tooBig: 1009,
  internal: 1011,
} as const;

export const abortReasons = ["ping_timeout", "duplicate_connection", "rate_limit", "frame_invalid"] as const;
export type AbortReason = (typeof abortReasons)[number];

/**
 * What a client does when its stream was closed. `stop`: this client is connected elsewhere, and reconnecting would start
 * a fight; `renew`: get a new token first; `reconnect`: connect again, with backoff.
 */
export function afterClose(code: number, reason: string): "stop" | "renew" | "reconnect" {
  if (code === closeCodes.token) return "renew";
  if (code === closeCodes.aborted && reason === "duplicate_connection") return "stop";
  return "reconnect";
}
