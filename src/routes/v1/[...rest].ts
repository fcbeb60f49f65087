import { SwError } from "#/domain/errors.ts";
import { errorResponse } from "#/server/api/errors.ts";

const answer = () => errorResponse(new SwError("SW_NOT_FOUND"));

export const GET = answer;
export const POST = answer;
export const PUT = answer;
export const PATCH = answer;
export const DELETE = answer;
