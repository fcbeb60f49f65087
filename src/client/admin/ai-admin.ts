import type { RatingStretch } from "#/client/admin/ai-ratings.tsx";
import type { InvocationStretch } from "#/client/admin/ai-usage-page.tsx";
import { api } from "#/client/sync/api.ts";
import type {
  CreateAiInput,
  HelperInput,
  PlaygroundInput,
  UpdateAiInput,
  UpdateAiSettingsInput,
} from "#/domain/ai/inputs.ts";
import type { AiParticipant } from "#/domain/ai/schema.ts";
import type { AiModel, AiSettings, GatewayCheck, PlaygroundAnswer } from "#/domain/ai/settings.ts";
import type { TogglePluginInput } from "#/domain/ai/tool-inputs.ts";

/** What an admin does about AIs. The screens take it as an argument, so that a test can be the server. */
export type AiAdmin = {
  create(input: CreateAiInput): Promise<AiParticipant>;
  update(input: UpdateAiInput): Promise<AiParticipant>;
  configureHelper(input: HelperInput): Promise<AiParticipant>;
  deactivate(participantId: string): Promise<AiParticipant>;
  reactivate(participantId: string): Promise<AiParticipant>;
  tryOut(input: PlaygroundInput): Promise<PlaygroundAnswer>;
  models(): Promise<readonly AiModel[]>;
  updateSettings(input: UpdateAiSettingsInput): Promise<AiSettings>;
  check(): Promise<GatewayCheck>;
  togglePlugin(input: TogglePluginInput): Promise<unknown>;
  invocationsBefore(before: string): Promise<InvocationStretch>;
  ratingsFrom(offset: number): Promise<RatingStretch>;
};

export const aiAdmin: AiAdmin = {
  create: (input) => api.aiAdmin.create.mutate(input),
  update: (input) => api.aiAdmin.update.mutate(input),
  configureHelper: (input) => api.aiAdmin.configureHelper.mutate(input),
  deactivate: (participant_id) => api.aiAdmin.deactivate.mutate({ participant_id }),
  reactivate: (participant_id) => api.aiAdmin.reactivate.mutate({ participant_id }),
  tryOut: (input) => api.aiAdmin.playground.mutate(input),
  models: () => api.ai.models.query(),
  updateSettings: (input) => api.aiAdmin.updateSettings.mutate(input),
  check: () => api.aiAdmin.checkGateway.mutate(),
  togglePlugin: (input) => api.aiTools.toggle.mutate(input),
  invocationsBefore: (before) => api.aiSpend.invocations.query({ before, limit: 50 }),
  ratingsFrom: (offset) => api.aiSpend.ratings.query({ offset, limit: 50 }),
};
