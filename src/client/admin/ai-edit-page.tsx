import { Show } from "solid-js";
import type { AiAdmin } from "#/client/admin/ai-admin.ts";
import { AiEditor } from "#/client/admin/ai-editor.tsx";
import { say } from "#/client/language/say.ts";
import { Reading } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import type { AiParticipant } from "#/domain/ai/schema.ts";
import type { AiModel } from "#/domain/ai/settings.ts";
import type { PluginInfo } from "#/domain/ai/tool-inputs.ts";
import type { ErrorCode } from "#/domain/errors.ts";

type Loaded<T> = { ok: true; value: T } | { ok: false; code: ErrorCode } | undefined;

export type AiEditPageProps = {
  /** `null` for a new one. */
  readonly ai: Loaded<AiParticipant | null>;
  /** A gateway that does not answer lists none; what is chosen stays. */
  readonly models: Loaded<readonly AiModel[]>;
  readonly plugins: Loaded<readonly PluginInfo[]>;
  readonly again: () => void;
  readonly admin: AiAdmin;
  readonly onDone: (ai: AiParticipant) => void;
};

/** One AI of the server, made or changed. */
export function AiEditPage(props: AiEditPageProps) {
  const title = () =>
    props.ai?.ok ? (props.ai.value?.participant.display_name ?? say("New assistant")) : say("Assistant");
  return (
    <SettingsPage title={title()}>
      <Reading what={say("The assistant")} from={props.ai} again={props.again}>
        {(ai) => (
          <Show when={props.models && props.plugins}>
            <AiEditor
              ai={ai() ?? undefined}
              models={props.models?.ok ? props.models.value : []}
              plugins={props.plugins?.ok ? props.plugins.value : []}
              admin={props.admin}
              onDone={props.onDone}
            />
          </Show>
        )}
      </Reading>
    </SettingsPage>
  );
}
