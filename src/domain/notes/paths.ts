import { slugify } from "#/domain/slugify.ts";

/** How many hexadecimal digits of a note's id its address ends with: 48 random bits of it. */
const tailLength = 12;
const whole = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const tailed = new RegExp(`(?:^|-)([0-9a-f]{${tailLength}})$`);

/** The last part of a note's address: `launch-plan-8f0c2a9b4d1e`. The words are for people; only the end is read. */
export function noteSlug(note: { id: string; title: string }): string {
  return `${slugify(note.title, "note")}-${note.id.slice(-tailLength)}`;
}

/** Where a browser opens a note. `slug` is its workspace's. */
export function notePath(slug: string, note: { id: string; title: string }): string {
  return `/w/${slug}/n/${noteSlug(note)}`;
}

/** Where a browser opens a note of which only the id is known. */
export function noteIdPath(slug: string, noteId: string): string {
  return `/w/${slug}/n/${noteId}`;
}

/** Which note the last part of an address names: by its whole id, or by the end of it; null for what names none. */
export function readNotePath(part: string): { id: string } | { tail: string } | null {
  const lower = part.toLowerCase();
  if (whole.test(lower)) return { id: lower };
  const tail = tailed.exec(lower)?.[1];
  return tail === undefined ? null : { tail };
}
