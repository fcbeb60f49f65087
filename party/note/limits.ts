/** Every bound of an open note, with its origin. Times in milliseconds, sizes in bytes. */

/** Chunks that y-partykit's provider makes of a frame over a megabyte, and what stands around the update in it. */
export const maxFrameSlack = 64;
export const maxChunks = 4;
/** Before a note is in memory: the letters of the ten seconds that a client waits, and more. */
export const maxEarlyFrames = 1_000;
/** A frame this large is no mistake; the answer is the end of the connection. */
export const hugeFrameBytes = 20_000_000;
/** Windows and devices of one person that have one note open. */
export const maxOfPerson = 20;
/** A state vector of 50,000 clients: decades of page loads. */
export const maxVectorBytes = 600_000;
export const maxClients = 50_000;
/** Of one client id, over the life of a note. Beyond it, sums of lengths would lose their precision. */
export const maxClock = 2 ** 31;

export const maxAwarenessBytes = 2_048;
/** A frame of awareness also repeats what others said, as some providers do; of it only one's own is used. */
export const maxAwarenessFrame = 512_000;
/** A connection speaks for one document in one page. */
export const maxOwnIds = 2;

/** A fast typist makes ten updates a second, a program two hundred. */
export const updateRate = { perSecond: 400, burst: 4_000 };
/** Questions for everything: each can cost as much as the whole note. */
export const vectorRate = { perSecond: 0.5, burst: 20 };
/** In kilobytes: a paste of the longest text at once, and one every ten seconds. */
export const kilobyteRate = { perSecond: 200, burst: 6_000 };
export const awarenessRate = { perSecond: 20, burst: 60 };
/** Refused frames before the connection is closed, and how fast they are forgiven. */
export const refusalRate = { perSecond: 0.2, burst: 30 };
/** The same is told to one connection no more often. */
export const tellRefusedEveryMs = 1_000;
/** How often a client that lost its thread is asked for everything it has. */
export const askAgainEveryMs = 2_000;

export const saveAfterMs = 1_000;
export const saveWithinMs = 3_000;
export const firstRetryMs = 500;
export const longestRetryMs = 10_000;
/** After this the note is read only until saving works again: what is typed meanwhile could be lost with this machine. */
export const giveUpAfterMs = 60_000;
export const saveTimeoutMs = 8_000;
/** The end of a note must come before the runtime takes its memory away, ten seconds after the last request. */
export const closingTimeoutMs = 4_000;

export const recheckEveryMs = 60_000;
export const digestEveryMs = 30_000;
/** y-websocket's providers think the connection dead after 30 s without a binary frame. */
export const heartbeatEveryMs = 20_000;
/**
 * From so many connections on, what is written within these milliseconds goes out together: each letter costs a frame for
 * each of them. Two who write together wait for nothing.
 */
export const crowdFrom = 8;
export const gatherMs = 8;
export const maxGathered = 64_000;
/** Updates in the log of the object before it is emptied (all is saved) or made into one (it is not). */
export const emptyLogAfter = 500;
export const compactLogAfter = 5_000;

export const colours = 8;
export const tickMs = 250;
/** A question about rights that was not answered is asked again so soon. */
export const recheckSoonMs = 2_000;
/** Between the clocks of two machines. */
export const skewMs = 2_000;
