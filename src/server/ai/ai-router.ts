import * as z from "zod/mini";
import { commandEntry } from "#/domain/ai/command-schema.ts";
import {
  aiInput,
  createAiInput,
  engagementInput,
  helperInput,
  listAisInput,
  playgroundInput,
  responseModeInput,
  roomAiInput,
  roomInput,
  roomPromptInput,
  roomSamplingInput,
  temperatureInput,
  updateAiInput,
  updateAiSettingsInput,
} from "#/domain/ai/inputs.ts";
import { aiCard, aiParticipant, roomAi } from "#/domain/ai/schema.ts";
import { aiModel, aiSettings, gatewayCheck, playgroundAnswer, roomAiOverview } from "#/domain/ai/settings.ts";
import type { ErrorCode } from "#/domain/errors.ts";
import { asking } from "#/server/ai/asking.ts";
import { listCommands } from "#/server/ai/commands.ts";
import { hasInstanceGateway, sealWith } from "#/server/ai/gateway-facts.ts";
import { checkGateway, listModels } from "#/server/ai/models.ts";
import { configureHelper, createAi, deactivateAi, reactivateAi, updateAi } from "#/server/ai/participants.ts";
import { tryAi } from "#/server/ai/playground.ts";
import { type AiFacts, aiCards, findAi, listAis } from "#/server/ai/read-participants.ts";
import { helpersOf, readOneRoomAi, readRoomAi } from "#/server/ai/room-settings.ts";
import {
  setEngagement,
  setResponseMode,
  setRoomPrompt,
  setRoomSampling,
  setTemperature,
} from "#/server/ai/set-room-settings.ts";
import { readAiSettings, updateAiSettings } from "#/server/ai/tenant-settings.ts";
import { turnProcedures } from "#/server/ai/turns/turn-procedures.ts";
import { adminProcedure, procedure, router } from "#/server/api/trpc.ts";
import type { Config } from "#/server/config.ts";
import { reading } from "#/server/database/context.ts";
import { pageOf } from "#/server/database/page.ts";

const factsOf = (app: { config: Pick<Config, "scaigrid"> }, now: Date): AiFacts => ({
  now,
  instanceGateway: hasInstanceGateway(app),
});
const inRoom: ErrorCode[] = ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_ROOM_FROZEN", "SW_AI_NOT_FOUND"];

/** AIs of the tenant as everyone meets them, how they take part in a room, and what may be typed. */
const aiRoomProcedures = {
  cards: procedure
    .meta({
      rest: "GET /ai/participants",
      summary: "Lists the AIs of the tenant with what they may use; none where the tenant hides AI.",
      returns: z.array(aiCard),
    })
    .query(({ ctx }) => reading(ctx.use, (tx) => aiCards(tx, hasInstanceGateway(ctx.app)))),
  models: procedure
    .meta({
      rest: "GET /ai/models",
      summary: "Lists the models that AIs of this server may speak with.",
      returns: z.array(aiModel),
      errors: ["SW_AI_NO_TOKEN", "SW_AI_UNAVAILABLE", "SW_AI_RATE_LIMITED"],
    })
    .query(({ ctx }) => listModels(ctx.app, ctx.use)),
  commands: procedure
    .meta({
      rest: "GET /commands",
      summary: "Lists the slash commands with their arguments and the endpoint that does what they say.",
      returns: z.array(commandEntry),
    })
    .query(() => listCommands()),
  helpers: procedure
    .meta({
      rest: "GET /rooms/{room_id}/helpers",
      summary: "Lists the AIs that those of a room may consult.",
      returns: z.array(aiCard),
      errors: ["SW_ROOM_NOT_FOUND"],
    })
    .input(roomInput)
    .query(({ ctx, input }) => helpersOf(ctx.use, hasInstanceGateway(ctx.app), input)),
  room: procedure
    .meta({
      rest: "GET /rooms/{room_id}/ai",
      summary: "Answers how each AI takes part in a room, and what holds for all of them.",
      returns: roomAiOverview,
      errors: ["SW_ROOM_NOT_FOUND"],
    })
    .input(roomInput)
    .query(({ ctx, input }) => readRoomAi(ctx.use, hasInstanceGateway(ctx.app), input)),
  setEngagement: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/ai/engagement",
      summary: "Says when an AI, or with no participant every AI, speaks in a room on its own.",
      returns: roomAiOverview,
      errors: inRoom,
      example: { input: { participant_id: null, mode: "mention" } },
    })
    .input(engagementInput)
    .mutation(({ ctx, input }) => setEngagement(ctx.use, hasInstanceGateway(ctx.app), input)),
  setResponseMode: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/ai/response-mode",
      summary: "Says how answers come; for every AI of the room it becomes one's own choice for other rooms too.",
      returns: roomAiOverview,
      errors: inRoom,
      example: { input: { participant_id: null, mode: "streaming" } },
    })
    .input(responseModeInput)
    .mutation(({ ctx, input }) => setResponseMode(ctx.use, hasInstanceGateway(ctx.app), input)),
  prompt: procedure
    .meta({
      rest: "GET /rooms/{room_id}/ai/system-prompt",
      summary: "Answers what the room adds to an AI's prompt, with its other settings there.",
      returns: roomAi,
      errors: ["SW_ROOM_NOT_FOUND", "SW_AI_NOT_FOUND"],
    })
    .input(roomAiInput)
    .query(({ ctx, input }) => readOneRoomAi(ctx.use, hasInstanceGateway(ctx.app), input)),
  setPrompt: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/ai/system-prompt",
      summary: "Adds to the prompt of an AI in this room alone; null takes it away.",
      returns: roomAiOverview,
      errors: inRoom,
      example: { input: { participant_id: null, system_prompt: "Answer in Dutch." } },
    })
    .input(roomPromptInput)
    .mutation(({ ctx, input }) => setRoomPrompt(ctx.use, hasInstanceGateway(ctx.app), input)),
  temperature: procedure
    .meta({
      rest: "GET /rooms/{room_id}/ai/temperature",
      summary: "Answers how freely an AI chooses its words in a room, with its other settings there.",
      returns: roomAi,
      errors: ["SW_ROOM_NOT_FOUND", "SW_AI_NOT_FOUND"],
    })
    .input(roomAiInput)
    .query(({ ctx, input }) => readOneRoomAi(ctx.use, hasInstanceGateway(ctx.app), input)),
  setTemperature: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/ai/temperature",
      summary: "Says how freely an AI chooses its words in a room: 0 to 2, null for its own way.",
      returns: roomAiOverview,
      errors: inRoom,
      example: { input: { participant_id: null, temperature: 0.3 } },
    })
    .input(temperatureInput)
    .mutation(({ ctx, input }) => setTemperature(ctx.use, hasInstanceGateway(ctx.app), input)),
  setSampling: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/ai/sampling",
      summary: "Sets everything that shapes an AI's choice of words in a room.",
      returns: roomAiOverview,
      errors: inRoom,
      example: { input: { participant_id: null, sampling: { temperature: 0.3, max_tokens: 800 } } },
    })
    .input(roomSamplingInput)
    .mutation(({ ctx, input }) => setRoomSampling(ctx.use, hasInstanceGateway(ctx.app), input)),
};

/** The AIs of the tenant and what holds for all of them, for its admins. */
const aiAdminProcedures = {
  list: adminProcedure
    .meta({
      rest: "GET /admin/ai/participants",
      summary: "Lists the AIs of the tenant with prompts, plugins, caps and what they spent this month.",
      returns: z.array(aiParticipant),
      page: "offset",
      example: { input: { status: "all", limit: 20 } },
    })
    .input(listAisInput)
    .query(({ ctx, input }) =>
      pageOf(input, (page) => reading(ctx.use, (tx) => listAis(tx, factsOf(ctx.app, ctx.use.now()), page))),
    ),
  helpers: adminProcedure
    .meta({
      rest: "GET /admin/helpers",
      summary: "Lists the AIs that other AIs may consult.",
      returns: z.array(aiParticipant),
      page: "offset",
    })
    .input(listAisInput)
    .query(({ ctx, input }) =>
      pageOf(input, (page) => reading(ctx.use, (tx) => listAis(tx, factsOf(ctx.app, ctx.use.now()), page, "helper"))),
    ),
  get: adminProcedure
    .meta({
      rest: "GET /admin/ai/participants/{participant_id}",
      summary: "Answers one AI of the tenant, active or not.",
      returns: aiParticipant,
      errors: ["SW_AI_NOT_FOUND"],
    })
    .input(aiInput)
    .query(({ ctx, input }) =>
      reading(ctx.use, (tx) => findAi(tx, factsOf(ctx.app, ctx.use.now()), input.participant_id)),
    ),
  create: adminProcedure
    .meta({
      rest: "POST /admin/ai/participants",
      summary: "Makes an AI of the tenant. It takes part where somebody invites it.",
      returns: aiParticipant,
      errors: ["SW_NAME_TAKEN"],
      example: {
        input: {
          local_id: "nova",
          display_name: "Nova",
          system_prompt: "You help with the launch.",
          plugins: ["scaiwave.calculator"],
          monthly_token_cap: 2_000_000,
        },
      },
    })
    .input(createAiInput)
    .mutation(({ ctx, input }) => createAi(ctx.use, factsOf(ctx.app, ctx.use.now()), input)),
  update: adminProcedure
    .meta({
      rest: "PUT /admin/ai/participants/{participant_id}",
      also: ["PATCH /admin/ai/participants/{participant_id}"],
      summary: "Changes what is given of an AI and leaves the rest as it is.",
      returns: aiParticipant,
      errors: ["SW_AI_NOT_FOUND", "SW_NAME_TAKEN"],
      example: { input: { display_name: "Nova", monthly_token_cap: 0 } },
    })
    .input(updateAiInput)
    .mutation(({ ctx, input }) => updateAi(ctx.use, factsOf(ctx.app, ctx.use.now()), input)),
  configureHelper: adminProcedure
    .meta({
      rest: "PUT /admin/participants/{participant_id}/helper",
      summary: "Says whether and how other AIs consult a helper.",
      returns: aiParticipant,
      errors: ["SW_AI_NOT_FOUND"],
      example: { input: { helper_enabled: true, helper_role_description: "Counts.", helper_temperature: 30 } },
    })
    .input(helperInput)
    .mutation(({ ctx, input }) => configureHelper(ctx.use, factsOf(ctx.app, ctx.use.now()), input)),
  deactivate: adminProcedure
    .meta({
      rest: "POST /admin/ai/participants/{participant_id}/deactivate",
      summary: "Takes an AI out of service; what it said stays.",
      returns: aiParticipant,
      errors: ["SW_AI_NOT_FOUND"],
    })
    .input(aiInput)
    .mutation(({ ctx, input }) => deactivateAi(ctx.use, factsOf(ctx.app, ctx.use.now()), input)),
  reactivate: adminProcedure
    .meta({
      rest: "POST /admin/ai/participants/{participant_id}/reactivate",
      summary: "Puts an AI back into service, with everything it had.",
      returns: aiParticipant,
      errors: ["SW_AI_NOT_FOUND", "SW_NAME_TAKEN"],
    })
    .input(aiInput)
    .mutation(({ ctx, input }) => reactivateAi(ctx.use, factsOf(ctx.app, ctx.use.now()), input)),
  settings: adminProcedure
    .meta({
      rest: "GET /admin/ai/settings",
      also: ["GET /admin/ai-config"],
      summary: "Answers where the tenant's models are and which may be used; the key is never told.",
      returns: aiSettings,
    })
    .query(({ ctx }) => readAiSettings(ctx.use, hasInstanceGateway(ctx.app))),
  updateSettings: adminProcedure
    .meta({
      rest: "PUT /admin/ai/settings",
      summary: "Changes the tenant's gateway, its key, its models, or whether there is any AI at all.",
      returns: aiSettings,
      example: { input: { models: ["scai-large"], default_model: "scai-large" } },
    })
    .input(updateAiSettingsInput)
    .mutation(async ({ ctx, input }) => {
      if (input.gateway_url) ctx.app.gateways.checkAddress(input.gateway_url);
      const around = { instanceGateway: hasInstanceGateway(ctx.app), seal: sealWith(ctx.app) };
      const settings = await updateAiSettings(ctx.use, around, input);
      ctx.app.gateways.changed(ctx.use.actor.tenantId);
      return settings;
    }),
  checkGateway: adminProcedure
    .meta({
      rest: "POST /admin/ai/check",
      summary: "Asks the gateway that is set now for its models, and says whether it answers.",
      returns: gatewayCheck,
    })
    .mutation(({ ctx }) => checkGateway(ctx.app, ctx.use)),
  playground: adminProcedure
    .meta({
      rest: "POST /admin/participants/{participant_id}/helper/playground",
      summary: "Asks an AI one question as it is set now, without tools; nothing of it is stored.",
      returns: playgroundAnswer,
      errors: ["SW_AI_NOT_FOUND", "SW_AI_BUDGET_EXCEEDED", "SW_AI_NO_TOKEN", "SW_AI_UNAVAILABLE"],
      example: { input: { query: "What is 17 times 23?" } },
    })
    .input(playgroundInput)
    .mutation(({ ctx, input }) => asking(ctx, () => tryAi(ctx.app, ctx.use, factsOf(ctx.app, ctx.use.now()), input))),
};

export const aiRouter = router({ ...aiRoomProcedures, ...turnProcedures });
export const aiAdminRouter = router(aiAdminProcedures);
