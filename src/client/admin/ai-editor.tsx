import { Show } from "solid-js";
import { createStore } from "solid-js/store";
import css from "#/client/admin/ai.module.css";
import type { AiAdmin } from "#/client/admin/ai-admin.ts";
import { type AiForm, asCreateInput, asUpdateInput, formOf } from "#/client/admin/ai-form.ts";
import { AiHelperFields } from "#/client/admin/ai-helper-fields.tsx";
import { PluginLoadout } from "#/client/admin/ai-loadout.tsx";
import { AiTryOut } from "#/client/admin/ai-try-out.tsx";
import { SpendBar } from "#/client/admin/spend-bar.tsx";
import { number, say } from "#/client/language/say.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { useSession } from "#/client/shell/session.tsx";
import { SettingGroup } from "#/client/shell/setting.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextArea, TextField } from "#/client/ui/controls/text-field.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import type { AiParticipant } from "#/domain/ai/schema.ts";
import type { AiModel } from "#/domain/ai/settings.ts";
import type { PluginInfo } from "#/domain/ai/tool-inputs.ts";

export type AiEditorProps = {
  /** Absent: a new one. */
  readonly ai?: AiParticipant | undefined;
  readonly models: readonly AiModel[];
  readonly plugins: readonly PluginInfo[];
  readonly admin: AiAdmin;
  readonly onDone: (ai: AiParticipant) => void;
};

const mostPrompt = 20_000;
const responseModes = [
  {
    value: "any",
    get label() {
      return say("As the room or the asker prefers");
    },
  },
  {
    value: "streaming",
    get label() {
      return say("Word by word");
    },
  },
  {
    value: "conversational",
    get label() {
      return say("Paragraph by paragraph");
    },
  },
] as const;

/** Everything that makes an AI what it is. Saved by a button: a prompt that is half written should not answer anybody. */
export function AiEditor(props: AiEditorProps) {
  const { toaster } = useSession();
  const saving = createDeed();
  const switching = createDeed();
  const [form, setForm] = createStore<AiForm>(formOf(props.ai));
  const set =
    <K extends keyof AiForm>(key: K) =>
    (value: AiForm[K]) =>
      setForm(key, () => value);
  const modelOptions = () => {
    const listed = props.models.map(({ id, name }) => ({ value: id, label: name }));
    const own = form.model !== "" && !props.models.some(({ id }) => id === form.model);
    return [
      { value: "", label: say("The default of this server") },
      ...listed,
      ...(own ? [{ value: form.model, label: form.model }] : []),
    ];
  };

  async function save(event: SubmitEvent) {
    event.preventDefault();
    let done: AiParticipant | undefined;
    const asked = async () => {
      const made = props.ai
        ? await props.admin.update(asUpdateInput(props.ai.participant.id, form))
        : await props.admin.create(asCreateInput(form));
      done = form.type === "helper" ? await props.admin.configureHelper(helperOf(made.participant.id)) : made;
    };
    if (!(await saving.run(asked)) || !done) return;
    toaster.show(props.ai ? say("{name} was saved", { name: form.name }) : say("{name} was made", { name: form.name }));
    props.onDone(done);
  }
  const helperOf = (participant_id: string) => ({ participant_id, ...form.helper });

  async function turn(ai: AiParticipant) {
    const { id, display_name: name } = ai.participant;
    const isOff = ai.deactivated_at !== null;
    const asked = async () => props.onDone(await (isOff ? props.admin.reactivate(id) : props.admin.deactivate(id)));
    if (await switching.run(asked)) {
      toaster.show(isOff ? say("{name} is a member again", { name }) : say("{name} answers no more", { name }));
    }
  }

  return (
    <form class={css.form} onSubmit={(event) => void save(event)}>
      <SettingGroup title={say("Who it is")} help={say("Everyone sees these.")}>
        <div class={css.fields}>
          <div class={css.pair}>
            <TextField label={say("Name")} required maxLength={80} value={form.name} onInput={set("name")} />
            <TextField
              label={say("Short name")}
              help={props.ai ? say("Stays for ever.") : say("For mentions: @mira. Stays for ever.")}
              required
              readOnly={props.ai !== undefined}
              pattern="[a-z0-9]([a-z0-9._\-]{0,62}[a-z0-9])?"
              autocapitalize="none"
              spellcheck={false}
              maxLength={64}
              value={form.localId}
              onInput={set("localId")}
            />
          </div>
          <TextField
            label={say("What it is for")}
            maxLength={500}
            value={form.description}
            onInput={set("description")}
          />
          <div class={css.choice}>
            <span class={css.choiceLabel}>{say("Kind")}</span>
            <Select
              label={say("Kind")}
              value={form.type}
              options={[
                { value: "model", label: say("Assistant"), hint: say("Takes part in rooms") },
                { value: "helper", label: say("Helper"), hint: say("Other assistants may ask it as well") },
              ]}
              disabledReason={props.ai ? say("The kind stays for ever.") : undefined}
              onChange={set("type")}
            />
          </div>
        </div>
      </SettingGroup>
      <SettingGroup title={say("How it answers")}>
        <div class={css.fields}>
          <div class={css.choice}>
            <span class={css.choiceLabel}>{say("Model")}</span>
            <Select label={say("Model")} value={form.model} options={modelOptions()} onChange={set("model")} />
          </div>
          <div class={css.prompt}>
            <TextArea
              label={say("Prompt")}
              help={say("Told to the model before everything else. Rooms can add to it. Never put a secret here.")}
              rows={12}
              maxLength={mostPrompt}
              value={form.prompt}
              onInput={set("prompt")}
            />
            <p class={css.count}>
              {say("{count} of {most} characters", { count: number(form.prompt.length), most: number(mostPrompt) })}
            </p>
          </div>
          <div class={css.choice}>
            <span class={css.choiceLabel}>{say("Answers come")}</span>
            <Select
              label={say("Answers come")}
              value={form.responseMode}
              options={responseModes}
              onChange={set("responseMode")}
            />
          </div>
          <div class={css.pair}>
            <Figure
              label={say("Temperature")}
              help={say("0 to 2; 0.7 unless set.")}
              {...figure("temperature", 0, 2, 0.1)}
            />
            <Figure label="Top p" help={say("0 to 1.")} {...figure("topP", 0, 1, 0.05)} />
            <Figure label={say("Longest answer")} help={say("In tokens.")} {...figure("maxTokens", 1, 200_000, 1)} />
          </div>
          <div class={css.pair}>
            <Figure label={say("Frequency penalty")} help={say("-2 to 2.")} {...figure("frequency", -2, 2, 0.1)} />
            <Figure label={say("Presence penalty")} help={say("-2 to 2.")} {...figure("presence", -2, 2, 0.1)} />
            <div>
              <span class={css.choiceLabel}>{say("Reasoning effort")}</span>{" "}
              <Select
                label={say("Reasoning effort")}
                value={form.effort}
                options={[
                  { value: "", label: say("As the model") },
                  { value: "low", label: say("Low") },
                  { value: "medium", label: say("Medium") },
                  { value: "high", label: say("High") },
                ]}
                onChange={set("effort")}
              />
            </div>
          </div>
        </div>
      </SettingGroup>
      <PluginLoadout plugins={props.plugins} chosen={form.plugins} onChange={set("plugins")} />
      <SettingGroup
        title={say("What it may cost")}
        help={say("Once a cap is reached it says so, until the month is over.")}
      >
        <div class={css.fields}>
          <TextField
            label={say("Tokens a month")}
            help={say("Empty: no cap of its own. 0: it answers nothing.")}
            inputMode="numeric"
            pattern="[0-9]{0,13}"
            value={form.cap}
            onInput={set("cap")}
          />
          <Show when={props.ai}>
            {(ai) => <SpendBar spent={ai().tokens_this_month} cap={ai().monthly_token_cap} />}
          </Show>
        </div>
      </SettingGroup>
      <Show when={form.type === "helper"}>
        <AiHelperFields helper={form.helper} onChange={(part) => setForm("helper", part)} />
      </Show>
      <Show when={props.ai}>
        {(ai) => <AiTryOut participantId={ai().participant.id} prompt={form.prompt} tryOut={props.admin.tryOut} />}
      </Show>
      <div class={css.end}>
        <Problem text={saving.problem() ?? switching.problem()} />
        <Show when={props.ai}>
          {(ai) => (
            <Button kind="quiet" busy={switching.busy()} onClick={() => void turn(ai())}>
              {ai().deactivated_at ? say("Turn on") : say("Turn off")}
            </Button>
          )}
        </Show>
        <Button kind="primary" type="submit" busy={saving.busy()} busyLabel={say("Saving")}>
          {props.ai ? say("Save") : say("Make assistant")}
        </Button>
      </div>
    </form>
  );

  function figure(
    key: "temperature" | "topP" | "maxTokens" | "frequency" | "presence",
    min: number,
    max: number,
    step: number,
  ) {
    return {
      min,
      max,
      step,
      get value() {
        return form[key];
      },
      onInput: set(key),
    };
  }
}

function Figure(props: {
  readonly label: string;
  readonly help: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: string;
  readonly onInput: (value: string) => void;
}) {
  return (
    <TextField
      type="number"
      label={props.label}
      help={props.help}
      min={props.min}
      max={props.max}
      step={props.step}
      value={props.value}
      onInput={props.onInput}
    />
  );
}
