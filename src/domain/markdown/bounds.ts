/** Characters read of a chat text: the content bound of the protocol (65,536 bytes). */
export const MESSAGE_LENGTH = 65_536;
/** Characters read of a note: the bound of a note's text. */
export const NOTE_LENGTH = 1_048_576;
/** Nodes of a rendered chat text. Every node costs the reader's browser and the server that renders the page. */
export const MESSAGE_NODES = 6_000;
/** Nodes of a rendered note. */
export const NOTE_NODES = 60_000;
/** Mentions of one text that are resolved; the rest stays text. Each is a chip, and may be a notification. */
export const MENTIONS = 500;
/** Levels of nesting of a parsed tree: a list in a list counts two. */
export const DEPTH = 64;
/** A destination longer than this is no link. */
export const LINK_LENGTH = 2_048;
