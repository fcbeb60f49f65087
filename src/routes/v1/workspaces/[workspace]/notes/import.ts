import type { APIEvent } from "@solidjs/start/server";
import { answerImport } from "#/server/api/note-folder-door.ts";
import { otherMethods } from "#/server/api/rest/rest-door.ts";

export const POST = ({ request, params }: APIEvent) => answerImport(request, params.workspace ?? "");

const refuse = otherMethods("POST");
export const OPTIONS = refuse;
export const GET = refuse;
export const PUT = refuse;
export const PATCH = refuse;
export const DELETE = refuse;
