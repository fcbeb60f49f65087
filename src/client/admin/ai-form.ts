import { defaultHelper } from "#/domain/ai/helper-defaults.ts";
import type { CreateAiInput, UpdateAiInput } from "#/domain/ai/inputs.ts";
import type { AiParticipant, HelperSettings, Sampling } from "#/domain/ai/schema.ts";
import type { ResponseMode } from "#/domain/workspaces/schema.ts";

/** What is written in the form: figures are text until they are sent, so that an empty one can be told from 0. */
export type AiForm = {
  name: string;
  localId: string;
  description: string;
  type: "model" | "helper";
  model: string;
  prompt: string;
  responseMode: "any" | ResponseMode;
  temperature: string;
  topP: string;
  maxTokens: string;
  frequency: string;
  presence: string;
  effort: "" | "low" | "medium" | "high";
  plugins: readonly string[];
  cap: string;
  helper: HelperSettings;
};

const text = (figure: number | null | undefined) => (figure === undefined || figure === null ? "" : String(figure));

export function formOf(ai: AiParticipant | undefined): AiForm {
  const sampling = ai?.sampling ?? {};
  return {
    name: ai?.participant.display_name ?? "",
    localId: ai?.participant.local_id ?? "",
    description: ai?.description ?? "",
    type: ai?.participant.participant_type === "helper" ? "helper" : "model",
    model: ai?.participant.model ?? "",
    prompt: ai?.system_prompt ?? "",
    responseMode: ai?.response_mode ?? "any",
    temperature: text(sampling.temperature),
    topP: text(sampling.top_p),
    maxTokens: text(sampling.max_tokens),
    frequency: text(sampling.frequency_penalty),
    presence: text(sampling.presence_penalty),
    effort: sampling.reasoning_effort ?? "",
    plugins: ai?.plugins ?? ["scaiwave.calculator"],
    cap: text(ai?.monthly_token_cap),
    helper: ai?.helper ?? defaultHelper,
  };
}

function samplingOf(form: AiForm): Sampling {
  const figure = (key: keyof Sampling, written: string) => (written.trim() === "" ? {} : { [key]: Number(written) });
  return {
    ...figure("temperature", form.temperature),
    ...figure("top_p", form.topP),
    ...figure("max_tokens", form.maxTokens),
    ...figure("frequency_penalty", form.frequency),
    ...figure("presence_penalty", form.presence),
    ...(form.effort === "" ? {} : { reasoning_effort: form.effort }),
  };
}

function shared(form: AiForm) {
  return {
    display_name: form.name,
    description: form.description.trim() || null,
    model: form.model || null,
    system_prompt: form.prompt,
    plugins: [...form.plugins],
    sampling: samplingOf(form),
    response_mode: form.responseMode === "any" ? null : form.responseMode,
    monthly_token_cap: form.cap.trim() === "" ? null : Number(form.cap),
  };
}

export function asCreateInput(form: AiForm): CreateAiInput {
  return { ...shared(form), local_id: form.localId.trim(), participant_type: form.type };
}

export function asUpdateInput(participantId: string, form: AiForm): UpdateAiInput {
  return { ...shared(form), participant_id: participantId };
}
