import { say } from "#/client/language/say.ts";
import { type MuteChoice, muteChoices, muteWords } from "#/client/rooms/mute-choices.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { useSession } from "#/client/shell/session.tsx";
import { createSaved, Setting, SettingGroup } from "#/client/shell/setting.tsx";
import { Select, type SelectOption } from "#/client/ui/overlays/select.tsx";
import type { NotificationMode } from "#/domain/rooms/room.ts";
import type { RoomView } from "#/domain/views/state.ts";

const modes: readonly SelectOption<NotificationMode>[] = [
  {
    value: "all",
    get label() {
      return say("Every message");
    },
  },
  {
    value: "mentions",
    get label() {
      return say("Only when you are mentioned");
    },
  },
  {
    value: "none",
    get label() {
      return say("Nothing");
    },
  },
];

/** What this room tells oneself, and whether it is quiet for a while. Nobody else learns of it. */
export function OwnSettings(props: { readonly view: RoomView }) {
  const { state } = useSession();
  const saved = createSaved();
  const choosing = createDeed();
  const muting = createDeed();
  const roomId = () => props.view.room.id;
  const own = () => state.rooms[roomId()];
  const usual = () => (props.view.room.room_type === "dm" ? "all" : "mentions");
  const mode = (): NotificationMode => own()?.notification_mode ?? usual();
  const muted = () => muteWords(own()?.muted_until ?? null, new Date());

  async function choose(next: NotificationMode) {
    const notification_mode = next === usual() ? null : next;
    if (await choosing.run(() => roomVerbs.setNotificationMode({ room_id: roomId(), notification_mode })))
      saved.say("mode");
  }

  async function mute(choice: MuteChoice | undefined) {
    const muted_until = choice ? choice.until(new Date()) : null;
    if (await muting.run(() => roomVerbs.mute({ room_id: roomId(), muted_until }))) saved.say("mute");
  }

  return (
    <SettingGroup title={say("For you")} help={say("Only you see and change these.")}>
      <Setting label={say("Notify me about")} saved={saved.is("mode")} problem={choosing.problem()}>
        <Select
          label={say("Notify me about")}
          options={modes}
          value={mode()}
          onChange={(next) => void choose(next)}
          disabledReason={props.view.membership === "join" ? undefined : say("Join the room to be notified.")}
        />
      </Setting>
      <Setting
        label={say("Mute")}
        help={muted() ?? say("A muted room stays in your list, and says nothing.")}
        saved={saved.is("mute")}
        problem={muting.problem()}
      >
        <Select
          label={say("Mute")}
          options={[{ value: "off", label: say("Not muted") }, ...(muted() ? [kept] : []), ...muteChoices]}
          value={muted() ? kept.value : "off"}
          onChange={(value) => {
            if (value !== kept.value) void mute(muteChoices.find((choice) => choice.value === value));
          }}
          disabledReason={props.view.membership === "join" ? undefined : say("Join the room to mute it.")}
        />
      </Setting>
    </SettingGroup>
  );
}

const kept = {
  value: "kept",
  get label() {
    return say("Muted");
  },
};
