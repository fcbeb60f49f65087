import Check from "lucide-solid/icons/check";
import { For, Show } from "solid-js";
import { inSentence, say } from "#/client/language/say.ts";
import { actionWords } from "#/client/rooms/action-words.ts";
import { roleName, roles } from "#/client/rooms/power-words.ts";
import { whyNot } from "#/client/rooms/rights.ts";
import css from "#/client/rooms/room-settings.module.css";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { createSaved, SettingGroup } from "#/client/shell/setting.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { VisuallyHidden } from "#/client/ui/controls/visually-hidden.tsx";
import table from "#/client/ui/layout/table.module.css";
import { Select } from "#/client/ui/overlays/select.tsx";
import {
  type AdjustableAction,
  adjustableActions,
  defaultPower,
  powerNeeded,
  type RoomAction,
} from "#/domain/rooms/powers.ts";
import type { RoomView } from "#/domain/views/state.ts";

/** Which role every act asks for here, and whether one has it oneself: the answer to “why can't I?”. */
export function PowerSettings(props: { readonly view: RoomView }) {
  const deed = createDeed();
  const saved = createSaved();
  const whyNotChange = () => whyNot(props.view, "permissions");

  async function change(action: AdjustableAction, level: number) {
    const needed = level === defaultPower[action] ? null : level;
    const asked = { room_id: props.view.room.id, required_power: { [action]: needed } };
    if (await deed.run(() => roomVerbs.setPermissions(asked), action)) saved.say(action);
  }

  return (
    <SettingGroup
      title={say("Who may do what")}
      help={say("Your power level here is {level} ({role}). A role includes the ones below it.", {
        level: props.view.power_level,
        role: inSentence(roleName(props.view.power_level)),
      })}
    >
      <Problem text={deed.problem()} />
      <table class={`${table.table} ${css.table}`}>
        <thead>
          <tr>
            <th scope="col">{say("Act")}</th>
            <th scope="col">{say("From role")}</th>
            <th scope="col">{say("You")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={actionWords()}>
            {([action, words]) => (
              <tr>
                <th scope="row">{words}</th>
                <td>
                  <Show
                    when={adjustable(action)}
                    fallback={<span class={css.fixed}>{levelWords(powerNeeded(props.view.room, action))}</span>}
                  >
                    {(act) => (
                      <Select
                        label={words}
                        value={String(powerNeeded(props.view.room, action))}
                        options={levelsFor(powerNeeded(props.view.room, action), defaultPower[action])}
                        onChange={(level) => void change(act(), Number(level))}
                        disabledReason={whyNotChange()}
                      />
                    )}
                  </Show>
                </td>
                <td class={css.mine}>
                  <Show when={whyNot(props.view, action)} fallback={<Can />}>
                    {(why) => <span class={css.why}>{why()}</span>}
                  </Show>
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </SettingGroup>
  );
}

function Can() {
  return (
    <>
      <Check />
      <VisuallyHidden>{say("You may")}</VisuallyHidden>
    </>
  );
}

function adjustable(action: RoomAction): AdjustableAction | undefined {
  return adjustableActions.find((each) => each === action);
}

function levelWords(level: number): string {
  return roles.some((role) => role.level === level) ? roleName(level) : say("Level {level}", { level });
}

/** The roles, and a level between two of them where the room has one. */
function levelsFor(now: number, usual: number) {
  const levels = [...new Set([...roles.map(({ level }) => level as number), now])].toSorted((a, b) => a - b);
  return levels.map((level) => ({
    value: String(level),
    label: levelWords(level),
    hint: level === usual ? say("Power level {level}, as usual", { level }) : say("Power level {level}", { level }),
  }));
}
