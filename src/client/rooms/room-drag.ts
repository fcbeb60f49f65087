import { createSignal } from "solid-js";
import type { SidebarGroup } from "#/client/rooms/sidebar-groups.ts";
import { type Place, placeRoom, placeSection } from "#/domain/participants/sidebar.ts";
import type { Sidebar, UpdateSidebarInput } from "#/domain/participants/sidebar-schema.ts";
import type { RoomEntry } from "#/domain/views/state.ts";

/** Marks a drag as one of our rooms; its link travels beside it, for other programs. */
const kind = "application/x-scaiwave-room";
const sectionKind = "application/x-scaiwave-section";

export type RoomDrag = ReturnType<typeof createRoomDrag>;

/** Rooms that are dragged to another place of the list. The menu of each room does the same by keyboard. */
export function createRoomDrag(sidebar: () => Sidebar, arrange: (update: UpdateSidebarInput | null) => void) {
  const [dragged, setDragged] = createSignal<string>();
  const [over, setOver] = createSignal<{ readonly group: string; readonly before: string | null }>();

  function beforeOf(event: DragEvent): string | null {
    const row = (event.target as Element).closest<HTMLElement>("[data-room]");
    if (!row) return null;
    const { top, height } = row.getBoundingClientRect();
    if (event.clientY < top + height / 2) return row.dataset.room ?? null;
    return (row.nextElementSibling as HTMLElement | null)?.dataset.room ?? null;
  }

  const end = () => {
    setDragged(undefined);
    setOver(undefined);
  };

  return {
    /** The attributes of a row. Invitations and archived rooms stay where they are. */
    item(room: RoomEntry) {
      const isOver = () => over()?.before === room.id;
      const movable = room.membership === "join" && room.state === "open";
      return {
        "data-room": room.id,
        draggable: movable ? ("true" as const) : undefined,
        get "data-drop"() {
          return isOver() ? "" : undefined;
        },
        get "data-dragged"() {
          return dragged() === room.id ? "" : undefined;
        },
        onDragStart: (event: DragEvent) => {
          if (!movable) return;
          event.dataTransfer?.setData(kind, room.id);
          setDragged(room.id);
        },
        onDragEnd: end,
      };
    },
    /** The attributes of a section's heading, which takes the section along. Its menu does the same by keyboard. */
    heading(group: () => SidebarGroup | undefined) {
      return {
        get draggable() {
          return group()?.sectionId ? ("true" as const) : undefined;
        },
        onDragStart: (event: DragEvent) => {
          const sectionId = group()?.sectionId;
          if (sectionId) event.dataTransfer?.setData(sectionKind, sectionId);
        },
        onDragEnd: end,
      };
    },
    /** The attributes of a group that takes rooms, and sections before it. */
    zone(group: () => SidebarGroup | undefined) {
      const placeOfGroup = (): Place | undefined => {
        const { id = "", sectionId } = group() ?? {};
        if (id === "favourites") return "favourites";
        if (sectionId) return sectionId;
        return id === "invitations" || id === "archived" ? undefined : null;
      };
      return {
        get "data-drop-zone"() {
          return over()?.group === group()?.id && over()?.before === null ? "" : undefined;
        },
        onDragOver: (event: DragEvent) => {
          if (event.dataTransfer?.types.includes(sectionKind)) {
            if (!group()?.sectionId && group()?.id !== "rooms") return;
            event.preventDefault();
            setOver({ group: group()?.id ?? "", before: null });
            return;
          }
          if (placeOfGroup() === undefined || !event.dataTransfer?.types.includes(kind)) return;
          event.preventDefault();
          setOver({ group: group()?.id ?? "", before: placeOfGroup() === null ? null : beforeOf(event) });
        },
        onDrop: (event: DragEvent) => {
          const sectionId = event.dataTransfer?.getData(sectionKind);
          if (sectionId) {
            event.preventDefault();
            end();
            arrange(placeSection(sidebar(), sectionId, group()?.sectionId ?? null));
            return;
          }
          const to = placeOfGroup();
          const roomId = event.dataTransfer?.getData(kind);
          if (to === undefined || !roomId) return;
          event.preventDefault();
          const before = to === null ? null : beforeOf(event);
          end();
          if (before !== roomId) arrange(placeRoom(sidebar(), roomId, to, before));
        },
      };
    },
  };
}
