/** Of one turn, what a hub keeps for those who come while it streams, in UTF-16 units (the protocol's 256 KB of text). */
export const maxTurnText = 262_144;
/** Chunks of one turn go out no more often than this: at most twenty frames a second for each viewer and stream. */
export const chunkEveryMs = 50;
/** Longer results of tools are cut for the card and for the log; the model gets the same. In UTF-16 units. */
export const maxToolResult = 16_000;
/** Of the JSON text of one call's arguments; a longer one fails. */
export const maxToolArguments = 16_000;
