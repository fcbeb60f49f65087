import Ellipsis from "lucide-solid/icons/ellipsis";
import { Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { whyNotTo } from "#/client/rooms/rights.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { type Layer, useLayers } from "#/client/shell/layers.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { Menu, type MenuEntry } from "#/client/ui/overlays/menu.tsx";
import type { Member } from "#/domain/rooms/room.ts";
import type { RoomView } from "#/domain/views/state.ts";

export type MemberVerbsProps = {
  readonly view: RoomView;
  readonly member: Member;
  readonly onOpen: (participantId: string, anchor: Element) => void;
};

/** What one may do about someone in a room; what one may not do says why. A direct room has no such verbs. */
export function MemberVerbs(props: MemberVerbsProps) {
  return (
    <Show when={props.view.membership === "join" && props.view.room.room_type !== "dm"}>
      <Show when={props.member.membership === "invite"} fallback={<JoinedVerbs {...props} />}>
        <Withdraw {...props} />
      </Show>
    </Show>
  );
}

function JoinedVerbs(props: MemberVerbsProps) {
  const { state } = useSession();
  const layers = useLayers();
  let row!: HTMLElement;
  const isMe = () => props.member.participant_id === state.me.id;
  const open = (is: Extract<Layer, { readonly participantId: string }>["is"]) => () =>
    layers.open({ is, roomId: props.view.room.id, participantId: props.member.participant_id });
  const why = (action: "kick" | "ban" | "set_power") => whyNotTo(props.view, props.member, action);

  function entries(): MenuEntry[] {
    const profile: MenuEntry = {
      label: say("Profile"),
      onSelect: () => props.onOpen(props.member.participant_id, row),
    };
    // Stepping down needs nobody's leave; below nothing there is nothing.
    const stepDown = props.member.power_level > 0 ? undefined : say("You have no power to give up here.");
    if (isMe())
      return [profile, { label: say("Change your role"), disabledReason: stepDown, onSelect: open("member-power") }];
    return [
      profile,
      { label: say("Change role"), disabledReason: why("set_power"), onSelect: open("member-power") },
      "line",
      { label: say("Remove from room"), danger: true, disabledReason: why("kick"), onSelect: open("kick") },
      { label: say("Ban from room"), danger: true, disabledReason: why("ban"), onSelect: open("ban") },
    ];
  }

  return (
    <Menu
      label={say("About {name}", { name: props.member.participant.display_name })}
      entries={entries()}
      placement={{ side: "below", align: "end" }}
      trigger={(attributes) => (
        <IconButton
          {...attributes}
          ref={(element) => {
            row = element;
            attributes.ref(element);
          }}
          size="small"
          label={say("More about {name}", { name: props.member.participant.display_name })}
        >
          <Ellipsis />
        </IconButton>
      )}
    />
  );
}

/** Takes an invitation back: nothing is lost by it, so nothing is asked. */
function Withdraw(props: MemberVerbsProps) {
  const { toaster } = useSession();
  const deed = createDeed();
  const name = () => props.member.participant.display_name;

  async function withdraw() {
    const asked = { room_id: props.view.room.id, participant_id: props.member.participant_id };
    const called = name();
    if (await deed.run(() => roomVerbs.kick(asked)))
      toaster.show(say("The invitation for {called} was withdrawn", { called }));
    else toaster.show(say("Couldn't withdraw it. {problem}", { problem: deed.problem() }));
  }

  return (
    <Button
      size="small"
      kind="quiet"
      aria-label={say("Withdraw the invitation for {name}", { name: name() })}
      busy={deed.busy()}
      busyLabel={say("Withdrawing")}
      disabledReason={whyNotTo(props.view, props.member, "kick")}
      onClick={() => void withdraw()}
    >
      {say("Withdraw")}
    </Button>
  );
}
