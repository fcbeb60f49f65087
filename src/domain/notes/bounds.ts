/** Limits of notes. Apart from the schemas, because the browser needs these and carries no parser. */

/** Of a note's whole text, frontmatter included, in bytes of UTF-8. */
export const maxNoteBytes = 1_000_000;
/** Of a request with a text: as JSON a letter can take three times its bytes, and something stands around it. */
export const maxNoteRequestBytes = 3 * maxNoteBytes + 256 * 1024;
/** Of the document with its history, as one update. What is over it is refused before it is applied. */
export const maxStateBytes = 16_000_000;
/** Of one update from one client: pasting the longest allowed text must fit. */
export const maxUpdateBytes = 2_000_000;
export const maxTitleLength = 255;
export const maxAliases = 20;
export const maxTags = 50;
export const maxTagLength = 64;
export const maxCategoryLength = 64;
/** Of the YAML between the two `---` lines, in characters. */
export const maxFrontmatterLength = 16_000;
/** The root of the document that holds the text; any other is refused. */
export const textName = "body";
/** People who are shown writing in a note at once. */
export const maxEditors = 100;
/** A note holds this many connections; the next is told to try again. */
export const maxConnections = 200;
/** How deep notes are shown inside notes. */
export const maxEmbedDepth = 3;
/** How many notes one note shows inside itself, over all depths. */
export const maxEmbeds = 50;
export const maxVersions = 500;
export const maxCommentLength = 8_000;
/** Todos of one note that are known by the index. */
export const maxTodos = 5_000;
/** Different names that one note links to. */
export const maxLinks = 2_000;
