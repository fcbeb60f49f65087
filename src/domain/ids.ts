import * as z from "zod/mini";

/** Ids are lower-case UUIDs, version 7 where we make them. They are opaque to clients. */
export const id = z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/));

/** Wherever an id is made, the maker is an argument, so that rules stay pure and tests repeatable. */
export type MakeId = () => string;

/**
 * The short name used in mentions: `@ana`. Lower-case ASCII only, so that look-alike letters cannot pose as someone.
 * It starts and ends with a letter or digit, so that `@ana.` at the end of a sentence mentions Ana.
 */
export const localId = z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/));
