/** The server pings this often; a client answers `pong` if it wants a dead connection to be noticed. */
export const pingEveryMs = 30_000;
/** Someone is typing until this long after the last word of it. */
export const typingLastsMs = 4_000;
