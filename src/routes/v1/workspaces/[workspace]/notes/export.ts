import type { APIEvent } from "@solidjs/start/server";
import { answerExport } from "#/server/api/note-folder-door.ts";
import { otherMethods } from "#/server/api/rest/rest-door.ts";

export const GET = ({ request, params }: APIEvent) => answerExport(request, params.workspace ?? "");

const refuse = otherMethods("GET");
export const OPTIONS = refuse;
export const POST = refuse;
export const PUT = refuse;
export const PATCH = refuse;
export const DELETE = refuse;
