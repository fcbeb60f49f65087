import { answerHealth } from "#/server/node/health.ts";

export const GET = answerHealth;
