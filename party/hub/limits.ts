/** Every bound of the hub, with its origin. Times in milliseconds, sizes in bytes. */

/** workerd takes two file descriptors a socket, and 20,000 is a usual limit of a process. */
export const maxSockets = 8_000;
/** Tabs, phones and programs of one person; more is a loop that reconnects without closing. */
export const maxSocketsPerParticipant = 50;

export const idleAfterMs = 60_000;
/** Pings in a row without an answer, of a client that has answered before. */
export const missedPongs = 2;

export const maxBufferedBytes = 1_048_576;
export const drainWithinMs = 10_000;
/** What all slow readers of a tenant may hold in memory together. */
export const maxBufferedTotal = 256 * 1_048_576;
/** `bufferedAmount` is read at the latest after this much was sent: reading it at each send costs as much as sending. */
export const measureEveryBytes = 131_072;

export const frameRate = { perSecond: 20, burst: 40 };
/** Frames refused by the rate before the stream is closed: a burst gets a warning, a flood does not get a second. */
export const maxRefusedByRate = 100;
/** Invalid frames: ten at once, then one in ten seconds. */
export const invalidRate = { perSecond: 0.1, burst: 10 };
/** A frame this large is no mistake; the answer is the end of the stream. */
export const hugeFrameLength = 65_536;

/** Admitted, with facts, and not yet connected. Both happen within one request. */
export const admissionLastsMs = 10_000;
export const maxAdmissions = 1_000;
/** Changes of scope remembered for openings whose facts are older than the hub. */
export const maxRecentChanges = 4_096;

/** A page that reloads is not gone: its person stays for this long. */
export const lingerMs = 3_000;
export const presenceBatchMs = 100;
/** What devices report by themselves may be told this much later, so that many changes travel as one frame. */
export const presenceSlotMs = 2_000;
/** People in one such frame: about 32 KB. */
export const maxPresenceList = 400;
/** In larger gatherings presence is asked for (`GET /v1/presence`), not told: telling costs the square of the people. */
export const maxPresenceRoom = 200;
/** Rooms in which one person can be typing at once. */
export const maxTypingRooms = 5;
/** Typing that goes on is told again at this interval: others forget it after four seconds. */
export const typingEveryMs = 2_000;

/** Shards of a tenant say again who is there at this interval; who was not named for three of them is gone. */
export const relayEveryMs = 20_000;
export const relayLastsMs = 3 * relayEveryMs;
export const relayRetryMs = 500;
/** In one message between shards: people with their rooms, and frames that wait for a peer that does not answer. */
export const maxRelayedPeople = 100;
export const maxRelayedFrames = 500;

/** Turns of AIs whose text is kept for who comes later: with 256 KB each, sixteen megabytes of letters for one tenant. */
export const maxLiveTurns = 64;
/** A turn that says nothing for so long has ended, or its web process has. */
export const turnLastsMs = 900_000;
/** Told at once to one who comes: far below what makes a reader too slow. */
export const maxToldText = 300_000;

export const tickMs = 100;
export const sweepEveryMs = 1_000;
