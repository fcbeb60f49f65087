import type { APIEvent } from "@solidjs/start/server";
import { SwError } from "#/domain/errors.ts";
import { answerJwks } from "#/server/api/auth-door.ts";
import { errorResponse } from "#/server/api/errors.ts";

// The file router leaves out folders whose name begins with a dot, so `/.well-known` comes as a parameter.
export const GET = ({ request, params }: APIEvent) =>
  params.place === ".well-known" ? answerJwks(request) : errorResponse(new SwError("SW_NOT_FOUND"));
