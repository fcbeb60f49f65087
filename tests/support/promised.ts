/**
 * How long something may take that we promise within a second, two or five. On a machine that keeps up it does; what is promised
 * is measured in tests/bench. Here it is shown that somebody is told, and need not find out by a clock: the clocks of sockets
 * and notes strike every 30 s or later. What lies between is room for whatever else the machine does.
 */
export const promisedMs = 20_000;
