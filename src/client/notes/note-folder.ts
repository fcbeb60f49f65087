import { toldError } from "#/client/sync/api.ts";
import { isErrorCode } from "#/domain/errors.ts";

export type ImportedFolder = { notes: number; pictures: number; skipped: { file: string; code: string }[] };

/** Where a workspace's notes come as a zip file of Markdown. */
export const exportPath = (workspaceId: string): string => `/v1/workspaces/${workspaceId}/notes/export`;

/** Takes a zip file of Markdown into a workspace. Throws the server's refusal. */
export async function importFolder(workspaceId: string, file: Blob): Promise<ImportedFolder> {
  const response = await fetch(`/v1/workspaces/${workspaceId}/notes/import`, {
    method: "POST",
    headers: { "content-type": "application/zip" },
    body: file,
  });
  const answer = (await response.json()) as { data?: ImportedFolder; error?: { code?: unknown; message?: string } };
  if (response.ok && answer.data) return answer.data;
  const code = answer.error?.code;
  throw toldError(isErrorCode(code) ? code : "SW_INTERNAL", answer.error?.message);
}
