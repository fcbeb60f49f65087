import { createSignal, For, Match, Show, Switch } from "solid-js";
import { inSentence, say } from "#/client/language/say.ts";
import css from "#/client/rooms/dialogs.module.css";
import { roleName, roles } from "#/client/rooms/power-words.ts";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { ChoiceCard } from "#/client/ui/controls/choice-card.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";

/** What someone may do in a room. Nobody gives more than they have, and oneself only less. */
export default function MemberPowerDialog(props: LayerProps<"member-power">) {
  const { state, toaster } = useSession();
  const { roomId, participantId } = props.layer;
  const view = state.views[roomId];
  const member = view?.members[participantId];
  const mine = view?.power_level ?? 0;
  const before = member?.power_level ?? 0;
  const isMe = participantId === state.me.id;
  const name = member?.participant.display_name ?? say("this person");
  const title = view ? roomTitle(view.room, state) : say("this room");
  const isOther = (level: number) => !roles.some((role) => role.level === level);
  const [level, setLevel] = createSignal(before);
  const [isCustom, setCustom] = createSignal(isOther(before));
  const [isWrong, setWrong] = createSignal(false);
  const offered = roles.filter((role) => role.level <= mine);

  function save(): Promise<unknown> | undefined {
    const wrong = !Number.isInteger(level()) || level() < 0 || level() > mine;
    setWrong(wrong);
    return wrong ? undefined : change();
  }

  async function change() {
    if (level() !== before) {
      await roomVerbs.setPower({ room_id: roomId, participant_id: participantId, power_level: level() });
      const role = isOther(level()) ? say("power level {level}", { level: level() }) : inSentence(roleName(level()));
      const told = { name, role, title };
      toaster.show(
        isMe
          ? say("You have the role {role} in {title} now", told)
          : say("{name} has the role {role} in {title} now", told),
      );
    }
    props.onClose();
  }

  return (
    <DeedDialog
      title={isMe ? say("Your role in {title}", { title }) : say("Role of {name} in {title}", { name, title })}
      verb={say("Change role")}
      busyLabel={say("Changing")}
      onDo={save}
      onClose={props.onClose}
    >
      <fieldset class={css.choices} aria-label={say("Role")}>
        <For each={offered}>
          {(role) => (
            <ChoiceCard
              name="role"
              checked={!isCustom() && level() === role.level}
              onChoose={() => {
                setCustom(false);
                setLevel(role.level);
              }}
              mark={role.level}
              label={role.name}
              help={role.help}
            />
          )}
        </For>
        <ChoiceCard
          name="role"
          checked={isCustom()}
          onChoose={() => setCustom(true)}
          mark={isCustom() ? level() : "–"}
          label={say("Another level")}
          help={say("For rooms that ask for levels of their own.")}
        />
      </fieldset>
      <Show when={isCustom()}>
        <TextField
          label={say("Power level")}
          type="number"
          min={0}
          max={mine}
          step={1}
          inputmode="numeric"
          error={isWrong() ? say("Give a whole number from 0 to {mine}.", { mine }) : undefined}
          value={level()}
          onInput={(value) => setLevel(value === "" ? Number.NaN : Number(value))}
        />
      </Show>
      <p class={css.words}>
        <Switch fallback={say("You can give at most the level that you have.")}>
          <Match when={isMe}>{say("You can give power up, and only someone with more can give it back.")}</Match>
          <Match when={level() >= mine}>
            {say("You can't take this back: nobody acts on someone of their own level.")}
          </Match>
        </Switch>
      </p>
    </DeedDialog>
  );
}
