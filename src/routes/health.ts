import { errorResponse } from "#/server/api/errors.ts";
import { answerHealth } from "#/server/node/health.ts";

// A server without its settings is down, and says which it lacks.
export const GET = () => answerHealth().catch(errorResponse);
