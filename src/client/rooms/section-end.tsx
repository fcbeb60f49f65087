import Ellipsis from "lucide-solid/icons/ellipsis";
import Plus from "lucide-solid/icons/plus";
import { Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { arrange } from "#/client/rooms/arrange.ts";
import css from "#/client/rooms/room-list.module.css";
import type { SidebarGroup } from "#/client/rooms/sidebar-groups.ts";
import type { Session } from "#/client/shell/session.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { Menu, type MenuEntry } from "#/client/ui/overlays/menu.tsx";
import { removeSection, stepSection } from "#/domain/participants/sidebar.ts";

/** What stands at the end of a group's heading: what adds to it, or the menu of a section of one's own. */
export function SectionEnd(props: {
  readonly session: Session;
  readonly group: SidebarGroup | undefined;
  readonly onAdd: (what: "room" | "person") => void;
  readonly onRename: () => void;
}) {
  const added = (): "room" | "person" | undefined =>
    props.group?.id === "rooms" ? "room" : props.group?.id === "people" ? "person" : undefined;
  const sidebar = () => props.session.state.own.sidebar;

  function entries(sectionId: string): MenuEntry[] {
    const step = (by: 1 | -1): MenuEntry => {
      const update = stepSection(sidebar(), sectionId, by);
      return {
        label: by < 0 ? say("Move up") : say("Move down"),
        disabledReason: update ? undefined : say("It is at the end of your sections"),
        onSelect: () => arrange(props.session, update),
      };
    };
    return [
      { label: say("Rename section"), onSelect: () => props.onRename() },
      step(-1),
      step(1),
      { label: say("Mute its rooms"), onSelect: () => void mute(sectionId, true) },
      { label: say("Unmute its rooms"), onSelect: () => void mute(sectionId, false) },
      "line",
      { label: say("Delete section"), danger: true, onSelect: () => remove(sectionId) },
    ];
  }

  async function mute(sectionId: string, muted: boolean): Promise<void> {
    const { muteRooms } = await import("#/client/rooms/mute-section.ts");
    const section = sidebar().sections.find((each) => each.id === sectionId);
    await muteRooms(props.session, section?.room_ids ?? [], muted);
  }

  /** The rooms stay; Undo brings the section back as it was. */
  function remove(sectionId: string) {
    const before = sidebar().sections.map((each) => ({ ...each, room_ids: [...each.room_ids] }));
    arrange(props.session, removeSection(sidebar(), sectionId));
    props.session.toaster.show(say("Section “{name}” deleted", { name: props.group?.label }), () =>
      arrange(props.session, { sections: before }),
    );
  }

  return (
    <>
      <Show when={added()}>
        {(kind) => (
          <IconButton
            size="small"
            label={kind() === "room" ? say("New room") : say("New direct message")}
            onClick={() => props.onAdd(kind())}
          >
            <Plus />
          </IconButton>
        )}
      </Show>
      <Show when={props.group?.sectionId} keyed>
        {(sectionId) => (
          <Menu
            label={say("Section {name}", { name: props.group?.label })}
            entries={entries(sectionId)}
            placement={{ side: "below", align: "end" }}
            trigger={(attributes) => (
              <span class={css.end}>
                <IconButton size="small" label={say("Section {name}", { name: props.group?.label })} {...attributes}>
                  <Ellipsis />
                </IconButton>
              </span>
            )}
          />
        )}
      </Show>
    </>
  );
}
