import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { defaultSidebar, maxPlaced, maxSections, roomSorts } from "#/domain/participants/sidebar.ts";
import { name } from "#/domain/text.ts";

const sectionName = name(40);
const roomIds = z.array(id).check(z.maxLength(maxPlaced));
const section = z.strictObject({ id, name: sectionName, room_ids: roomIds });

const keys = {
  /** In the order in which they stand. */
  favourites: roomIds,
  sections: z.array(section).check(z.maxLength(maxSections)),
  /** Groups that are folded: names such as `people`, or `section:<id>`. */
  folded: z.array(z.string().check(z.regex(/^[a-z]{1,20}(?::[0-9a-f-]{36})?$/))).check(z.maxLength(maxSections * 2)),
  /** How the groups that nobody ordered by hand are ordered. */
  sort: z.enum(roomSorts),
  unread_only: z.boolean(),
  /** Only rooms in which something unread names the person, and direct ones; narrower than `unread_only`. */
  mentions_only: z.boolean(),
};

/** How a person arranges their list of rooms, on all their devices. */
export const sidebar = z.object(keys);
export type Sidebar = z.infer<typeof sidebar>;

/** What is left out stays; what is given is taken whole, so that of two devices the last one wins, field by field. */
export const updateSidebarInput = z.strictObject(z.partial(z.object(keys)).shape);
export type UpdateSidebarInput = z.infer<typeof updateSidebarInput>;
/** The fields that changed, as its event tells them. */
export const sidebarChange = z.partial(sidebar);
export type SidebarChange = z.infer<typeof sidebarChange>;

/** What is stored, over the defaults; a field that is unknown or no longer valid does not count. */
export function readSidebar(stored: Record<string, unknown>): Sidebar {
  const read: Record<string, unknown> = structuredClone(defaultSidebar);
  for (const [key, schema] of Object.entries(keys)) {
    const parsed = z.safeParse(schema, stored[key]);
    if (parsed.success) read[key] = parsed.data;
  }
  return read as Sidebar;
}
