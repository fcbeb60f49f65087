import { createSignal, Show } from "solid-js";
import css from "#/client/admin/ai.module.css";
import type { AiAdmin } from "#/client/admin/ai-admin.ts";
import { number, say } from "#/client/language/say.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { SettingGroup } from "#/client/shell/setting.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import type { PlaygroundAnswer } from "#/domain/ai/settings.ts";

/** One question with the prompt as it stands in the form. Nothing is stored; the tokens count. */
export function AiTryOut(props: {
  readonly participantId: string;
  readonly prompt: string;
  readonly tryOut: AiAdmin["tryOut"];
}) {
  const [query, setQuery] = createSignal("");
  const [answer, setAnswer] = createSignal<PlaygroundAnswer>();
  const deed = createDeed();
  async function ask() {
    const asked = { participant_id: props.participantId, query: query().trim(), system_prompt: props.prompt };
    await deed.run(async () => setAnswer(await props.tryOut(asked)));
  }
  return (
    <SettingGroup
      title={say("Try it")}
      help={say("With the prompt above, also before it is saved. Without tools; nothing is stored, the tokens count.")}
    >
      <div class={css.fields}>
        <div class={css.inline}>
          <TextField label={say("A question")} maxLength={4_000} value={query()} onInput={setQuery} />
          <Button
            busy={deed.busy()}
            busyLabel={say("Asking")}
            disabledReason={query().trim() === "" ? say("Write a question first") : undefined}
            onClick={() => void ask()}
          >
            {say("Ask")}
          </Button>
        </div>
        <Problem text={deed.problem()} />
        <div aria-live="polite">
          <Show when={answer()}>
            {(said) => (
              <>
                <p class={css.answer}>{said().answer}</p>
                <p class={css.count}>
                  {said().model} ·{" "}
                  {say("{count} tokens", { count: number(said().prompt_tokens + said().completion_tokens) })}
                </p>
              </>
            )}
          </Show>
        </div>
      </div>
    </SettingGroup>
  );
}
