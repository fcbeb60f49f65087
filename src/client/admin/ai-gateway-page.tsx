import Cpu from "lucide-solid/icons/cpu";
import { createSignal, For, Show } from "solid-js";
import css from "#/client/admin/ai.module.css";
import type { AiAdmin } from "#/client/admin/ai-admin.ts";
import { number, say, sayCount } from "#/client/language/say.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { createSaved, Reading, Setting, SettingGroup } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Checkbox, Switch } from "#/client/ui/controls/checkbox.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import type { UpdateAiSettingsInput } from "#/domain/ai/inputs.ts";
import type { AiModel, AiSettings, GatewayCheck } from "#/domain/ai/settings.ts";
import type { ErrorCode } from "#/domain/errors.ts";

type Loaded<T> = { ok: true; value: T } | { ok: false; code: ErrorCode } | undefined;

export type AiGatewayPageProps = {
  readonly settings: Loaded<AiSettings>;
  readonly models: Loaded<readonly AiModel[]>;
  readonly again: () => void;
  readonly admin: Pick<AiAdmin, "updateSettings" | "check">;
};

/** Where the models are, whether they answer, and which may be used. */
export function AiGatewayPage(props: AiGatewayPageProps) {
  return (
    <SettingsPage title={say("Models and gateway")}>
      <Reading what={say("The settings")} from={props.settings} again={props.again}>
        {(settings) => (
          <Gateway
            settings={settings()}
            models={props.models?.ok ? props.models.value : []}
            admin={props.admin}
            again={props.again}
          />
        )}
      </Reading>
    </SettingsPage>
  );
}

type GatewayProps = {
  readonly settings: AiSettings;
  readonly models: readonly AiModel[];
  readonly admin: AiGatewayPageProps["admin"];
  readonly again: () => void;
};

function Gateway(props: GatewayProps) {
  const saved = createSaved();
  const deed = createDeed();
  const [asked, setAsked] = createSignal<string>();
  const problemOf = (what: string) => (asked() === what ? deed.problem() : undefined);
  async function save(what: string, change: UpdateAiSettingsInput): Promise<boolean> {
    setAsked(what);
    const isDone = await deed.run(() => props.admin.updateSettings(change), what);
    if (isDone) {
      saved.say(what);
      props.again();
    }
    return isDone;
  }
  return (
    <div class={css.form}>
      <Answers settings={props.settings} check={props.admin.check} />
      <SettingGroup
        title={say("Gateway of this server")}
        help={say("Any gateway that speaks OpenAI's wire: ScaiGrid, or one of your own.")}
      >
        <Address
          settings={props.settings}
          busy={deed.busy("gateway")}
          saved={saved.is("gateway")}
          problem={problemOf("gateway")}
          onSave={(change) => save("gateway", change)}
        />
        <Setting
          label={say("Whose name calls carry")}
          help={say("With each person's own token the gateway knows who asks, where they sign in with ScaiKey.")}
          saved={saved.is("credentials")}
          problem={problemOf("credentials")}
        >
          <Select
            label={say("Whose name calls carry")}
            value={props.settings.credentials}
            options={[
              { value: "tenant", label: say("The server's key") },
              { value: "person", label: say("Each person's own token") },
            ]}
            onChange={(credentials) => void save("credentials", { credentials })}
          />
        </Setting>
      </SettingGroup>
      <Models {...props} save={save} saved={saved.is("models")} problem={problemOf("models")} />
      <SettingGroup title={say("No AI at all")}>
        <Setting
          label={say("Hide AI on this server")}
          help={say("Nobody sees, invites or asks an assistant. What they said stays.")}
          saved={saved.is("hidden")}
          problem={problemOf("hidden")}
        >
          <Switch
            label={props.settings.hidden ? say("On") : say("Off")}
            checked={props.settings.hidden}
            onChange={(hidden) => void save("hidden", { hidden })}
          />
        </Setting>
      </SettingGroup>
    </div>
  );
}

/** What answers now, and whether it does. */
function Answers(props: { readonly settings: AiSettings; readonly check: AiAdmin["check"] }) {
  const [result, setResult] = createSignal<GatewayCheck>();
  const deed = createDeed();
  const title = () =>
    ({
      demo: say("The built-in demo model answers"),
      instance: say("The gateway of the operator answers"),
      tenant: say("The gateway of this server answers"),
    })[props.settings.answers];
  const about = () =>
    ({
      demo: say("It is scripted, knows only the room it is in, and says so. Set a gateway to have a real model."),
      instance: say("It was set for the whole instance. A gateway of this server would take its place."),
      tenant: props.settings.has_gateway_key ? say("Its key is kept sealed.") : say("It has no key yet."),
    })[props.settings.answers];
  return (
    <section class={css.status} aria-label={say("What answers now")}>
      <Cpu />
      <div>
        <p class={css.choiceLabel}>{title()}</p>
        <p class={css.about}>{about()}</p>
        <div role="status">
          <Show when={result()}>
            {(said) => (
              <p class={said().works ? css.works : css.fails}>
                {said().works
                  ? sayCount(
                      said().models,
                      "It answers with {count} model, in {ms} ms.",
                      "It answers with {count} models, in {ms} ms.",
                      { ms: number(said().took_ms) },
                    )
                  : said().problem}
              </p>
            )}
          </Show>
        </div>
        <Problem text={deed.problem()} />
      </div>
      <Button
        busy={deed.busy()}
        busyLabel={say("Testing")}
        onClick={() => void deed.run(async () => setResult(await props.check()))}
      >
        {say("Test")}
      </Button>
    </section>
  );
}

function Address(props: {
  readonly settings: AiSettings;
  readonly busy: boolean;
  readonly saved: boolean;
  readonly problem: string | undefined;
  readonly onSave: (change: UpdateAiSettingsInput) => Promise<boolean>;
}) {
  const [url, setUrl] = createSignal<string>();
  const [key, setKey] = createSignal("");
  const written = () => (url() ?? props.settings.gateway_url ?? "").trim();
  const changed = () => written() !== (props.settings.gateway_url ?? "") || key() !== "";
  async function save(event: SubmitEvent) {
    event.preventDefault();
    if (!changed()) return;
    const isDone = await props.onSave({
      gateway_url: written() || null,
      ...(key() === "" ? {} : { gateway_key: key() }),
    });
    if (!isDone) return;
    setUrl(undefined);
    setKey("");
  }
  return (
    <form class={css.fields} onSubmit={(event) => void save(event)}>
      <TextField
        label={say("Address")}
        help={say("Empty: the gateway of the operator, and without one the demo model.")}
        type="url"
        placeholder="https://ai.example.com/v1"
        maxLength={2048}
        spellcheck={false}
        autocomplete="off"
        value={written()}
        onInput={setUrl}
        error={props.problem}
      />
      <TextField
        label={say("Key")}
        help={
          props.settings.has_gateway_key
            ? say("One is kept. Write another to replace it; another address needs its own.")
            : say("Kept sealed, and never shown again.")
        }
        type="password"
        maxLength={4096}
        autocomplete="new-password"
        value={key()}
        onInput={setKey}
      />
      <div class={css.choice}>
        <span class={css.saved} role="status">
          {props.saved ? say("Saved") : ""}
        </span>
        <Button
          type="submit"
          busy={props.busy}
          disabledReason={changed() ? undefined : say("Change the address or the key first")}
        >
          {say("Save")}
        </Button>
      </div>
    </form>
  );
}

function Models(
  props: GatewayProps & {
    readonly save: (what: string, change: UpdateAiSettingsInput) => Promise<boolean>;
    readonly saved: boolean;
    readonly problem: string | undefined;
  },
) {
  const allowed = () => props.settings.models;
  const ids = () => props.models.map(({ id }) => id);
  function tick(id: string, on: boolean) {
    const before = allowed() ?? ids();
    const models = on ? [...new Set([...before, id])] : before.filter((each) => each !== id);
    const isDefault = props.settings.default_model !== null && models.includes(props.settings.default_model);
    void props.save("models", { models, ...(isDefault ? {} : { default_model: null }) });
  }
  return (
    <SettingGroup title={say("Models")} help={say("What assistants may speak with.")}>
      <Setting
        label={say("Default")}
        help={say("For assistants without a model of their own.")}
        saved={props.saved}
        problem={props.problem}
      >
        <Select
          label={say("Default")}
          value={props.settings.default_model ?? ""}
          options={[
            { value: "", label: say("The first there is") },
            ...props.models
              .filter(({ id }) => allowed()?.includes(id) ?? true)
              .map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(model) => void props.save("models", { default_model: model || null })}
        />
      </Setting>
      <Setting label={say("All models")} help={say("Also those that the gateway adds later.")}>
        <Switch
          label={allowed() === null ? say("On") : say("Off")}
          checked={allowed() === null}
          onChange={(on) => void props.save("models", { models: on ? null : ids() })}
        />
      </Setting>
      <Show
        when={props.models.length > 0}
        fallback={<p class={css.about}>{say("The gateway lists no models now.")}</p>}
      >
        <ul class={css.models}>
          <For each={props.models}>
            {(model) => (
              <li>
                <Checkbox
                  label={model.name}
                  help={
                    model.context_window
                      ? say("{count} tokens of context", { count: number(model.context_window) })
                      : undefined
                  }
                  checked={allowed()?.includes(model.id) ?? true}
                  disabledReason={allowed() === null ? say("All models may be used.") : undefined}
                  onChange={(on) => tick(model.id, on)}
                />
              </li>
            )}
          </For>
        </ul>
      </Show>
    </SettingGroup>
  );
}
