import { SwError } from "#/domain/errors.ts";
import type { Sidebar, SidebarChange, UpdateSidebarInput } from "#/domain/participants/sidebar-schema.ts";

/** Bounds of the document, so that it fits in one event and one page. */
export const maxPlaced = 500;
export const maxSections = 30;

export const roomSorts = ["name", "recent", "unread"] as const;
export type RoomSort = (typeof roomSorts)[number];

export const defaultSidebar: Sidebar = {
  favourites: [],
  sections: [],
  folded: ["archived"],
  sort: "name",
  unread_only: false,
  mentions_only: false,
};

/**
 * The list after an update. A room stands in one place only: what the update names wins over what stood before.
 * Throws SW_BAD_REQUEST for two sections of one id, and beyond `maxPlaced` rooms in all.
 */
export function mergeSidebar(before: Sidebar, update: UpdateSidebarInput): Sidebar {
  const given = Object.fromEntries(Object.entries(update).filter(([, value]) => value !== undefined));
  const after: Sidebar = { ...before, ...given };
  const ids = after.sections.map((each) => each.id);
  if (new Set(ids).size !== ids.length) throw new SwError("SW_BAD_REQUEST", "Two sections have the same id.");
  const taken = new Set<string>();
  const take = (list: readonly string[]) => list.filter((each) => !taken.has(each) && taken.add(each));
  const takeFavourites = () => {
    after.favourites = take(after.favourites);
  };
  const takeSections = () => {
    after.sections = after.sections.map((each) => ({ ...each, room_ids: take(each.room_ids) }));
  };
  if (update.sections && !update.favourites) {
    takeSections();
    takeFavourites();
  } else {
    takeFavourites();
    takeSections();
  }
  after.folded = [...new Set(after.folded)];
  if (taken.size > maxPlaced) throw new SwError("SW_BAD_REQUEST", `At most ${maxPlaced} rooms can be placed by hand.`);
  return after;
}

/** The fields in which two lists differ. */
export function changedSidebar(before: Sidebar, after: Sidebar): SidebarChange {
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => !isSame(before[key as keyof Sidebar], value)),
  );
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Where a room stands by hand: `favourites`, the id of a section, or null for its own group. */
export type Place = "favourites" | (string & {}) | null;

export function placeOf(list: Sidebar, roomId: string): Place {
  if (list.favourites.includes(roomId)) return "favourites";
  return list.sections.find((each) => each.room_ids.includes(roomId))?.id ?? null;
}

/** Puts a room to a place, before another room of it or at its end. The answer is the update that does it. */
export function placeRoom(list: Sidebar, roomId: string, to: Place, before: string | null = null): UpdateSidebarInput {
  const without = (all: readonly string[]) => all.filter((each) => each !== roomId);
  const put = (all: readonly string[]) => {
    const rest = without(all);
    const at = before === null ? -1 : rest.indexOf(before);
    return at < 0 ? [...rest, roomId] : rest.toSpliced(at, 0, roomId);
  };
  const favourites = to === "favourites" ? put(list.favourites) : without(list.favourites);
  const sections = list.sections.map((each) => ({
    ...each,
    room_ids: each.id === to ? put(each.room_ids) : without(each.room_ids),
  }));
  const after = { favourites, sections };
  return {
    ...(isSame(after.favourites, list.favourites) ? {} : { favourites }),
    ...(isSame(after.sections, list.sections) ? {} : { sections }),
  };
}

/**
 * One step up or down among the rooms that are shown of its place: rooms of other workspaces stand between them unseen.
 * Nothing at an end.
 */
export function stepRoom(
  list: Sidebar,
  roomId: string,
  step: 1 | -1,
  shown: readonly string[],
): UpdateSidebarInput | null {
  const at = shown.indexOf(roomId);
  const other = shown[at + step];
  if (at < 0 || other === undefined) return null;
  const place = placeOf(list, roomId);
  if (place === null) return null;
  return placeRoom(list, roomId, place, step === -1 ? other : (shown[at + 2] ?? null));
}

export function addSection(list: Sidebar, section: { id: string; name: string }): UpdateSidebarInput {
  return { sections: [...list.sections, { ...section, room_ids: [] }] };
}

export function renameSection(list: Sidebar, sectionId: string, to: string): UpdateSidebarInput {
  return { sections: list.sections.map((each) => (each.id === sectionId ? { ...each, name: to } : each)) };
}

/** Its rooms return to their own groups. */
export function removeSection(list: Sidebar, sectionId: string): UpdateSidebarInput {
  return { sections: list.sections.filter((each) => each.id !== sectionId) };
}

/** Nothing at an end. */
export function stepSection(list: Sidebar, sectionId: string, step: 1 | -1): UpdateSidebarInput | null {
  const at = list.sections.findIndex((each) => each.id === sectionId);
  const moved = list.sections[at];
  if (!moved || !list.sections[at + step]) return null;
  return { sections: list.sections.toSpliced(at, 1).toSpliced(at + step, 0, moved) };
}

/** Puts a section before another one, or (`before` null) at their end. Null when it stands there. */
export function placeSection(list: Sidebar, sectionId: string, before: string | null): UpdateSidebarInput | null {
  const moved = list.sections.find((each) => each.id === sectionId);
  if (!moved || before === sectionId) return null;
  const rest = list.sections.filter((each) => each !== moved);
  const at = before === null ? -1 : rest.findIndex((each) => each.id === before);
  const sections = rest.toSpliced(at < 0 ? rest.length : at, 0, moved);
  return isSame(sections, list.sections) ? null : { sections };
}

export function fold(list: Sidebar, group: string, folded: boolean): UpdateSidebarInput {
  const rest = list.folded.filter((each) => each !== group);
  return { folded: folded ? [...rest, group].slice(-maxSections * 2) : rest };
}
