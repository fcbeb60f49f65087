import * as z from "zod/mini";
import {
  createWorkspaceInput,
  listWorkspaceMembersInput,
  listWorkspacesInput,
  removeWorkspaceMemberInput,
  updateWorkspaceInput,
  workspaceInput,
  workspaceRoleInput,
  workspaceSettingsInput,
} from "#/domain/workspaces/inputs.ts";
import { workspace, workspaceDetails, workspaceMember, workspaceSettings } from "#/domain/workspaces/schema.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { pageOf } from "#/server/database/page.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { deleteWorkspace } from "#/server/workspaces/delete-workspace.ts";
import { getWorkspace, listWorkspaceMembers, listWorkspaces } from "#/server/workspaces/list-workspaces.ts";
import { addWorkspaceMember, changeWorkspaceRole, removeWorkspaceMember } from "#/server/workspaces/members.ts";
import { readSettings, updateSettings } from "#/server/workspaces/settings.ts";
import { updateWorkspace } from "#/server/workspaces/update-workspace.ts";

export const workspacesRouter = router({
  list: procedure
    .meta({
      rest: "GET /workspaces",
      summary: "Lists the workspaces one is a member of, the personal one first.",
      returns: z.array(workspaceDetails),
      page: "offset",
    })
    .input(listWorkspacesInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listWorkspaces(ctx.use, page))),
  create: procedure
    .meta({
      rest: "POST /workspaces",
      summary: "Makes a shared workspace that one owns.",
      returns: workspaceDetails,
      errors: ["SW_WORKSPACE_SLUG_TAKEN", "SW_IDEMPOTENCY_CONFLICT"],
      example: { input: { name: "Product", description: "Everything we build together", icon: "🚀" } },
    })
    .input(createWorkspaceInput)
    .mutation(({ ctx, input }) => createWorkspace(ctx.use, input)),
  get: procedure
    .meta({
      rest: "GET /workspaces/{workspace_id}",
      summary: "Answers one workspace with the number of its members.",
      returns: workspaceDetails,
      errors: ["SW_WORKSPACE_NOT_FOUND"],
    })
    .input(workspaceInput)
    .query(({ ctx, input }) => getWorkspace(ctx.use, input)),
  update: procedure
    .meta({
      rest: "PATCH /workspaces/{workspace_id}",
      also: ["PUT /workspaces/{workspace_id}"],
      summary: "Changes a workspace's name, description or icon; what is left out stays.",
      returns: workspace,
      errors: ["SW_WORKSPACE_NOT_FOUND", "SW_WORKSPACE_FORBIDDEN"],
      example: { input: { name: "Product and design", icon: null } },
    })
    .input(updateWorkspaceInput)
    .mutation(({ ctx, input }) => updateWorkspace(ctx.use, input)),
  delete: procedure
    .meta({
      rest: "DELETE /workspaces/{workspace_id}",
      summary: "Takes a shared workspace away; one with rooms in it is put aside.",
      returns: z.object({ archived: z.boolean() }),
      errors: ["SW_WORKSPACE_NOT_FOUND", "SW_WORKSPACE_FORBIDDEN"],
    })
    .input(workspaceInput)
    .mutation(({ ctx, input }) => deleteWorkspace(ctx.use, input)),
  settings: procedure
    .meta({
      rest: "GET /workspaces/{workspace_id}/settings",
      summary: "Answers the settings of a workspace.",
      returns: workspaceSettings,
      errors: ["SW_WORKSPACE_NOT_FOUND"],
    })
    .input(workspaceInput)
    .query(({ ctx, input }) => readSettings(ctx.use, input)),
  updateSettings: procedure
    .meta({
      rest: "PUT /workspaces/{workspace_id}/settings",
      summary: "Changes settings of a workspace; what is left out stays, null goes back to the default.",
      returns: workspaceSettings,
      errors: ["SW_WORKSPACE_NOT_FOUND", "SW_WORKSPACE_FORBIDDEN"],
      example: { input: { default_engagement_mode: "mention", theme: null } },
    })
    .input(workspaceSettingsInput)
    .mutation(({ ctx, input }) => updateSettings(ctx.use, input)),
  listMembers: procedure
    .meta({
      rest: "GET /workspaces/{workspace_id}/members",
      summary: "Lists the members of a workspace with their roles, by name.",
      returns: z.array(workspaceMember),
      page: "offset",
      errors: ["SW_WORKSPACE_NOT_FOUND"],
    })
    .input(listWorkspaceMembersInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listWorkspaceMembers(ctx.use, page))),
  addMember: procedure
    .meta({
      rest: "POST /workspaces/{workspace_id}/members",
      summary: "Gives someone of the tenant a role in a workspace.",
      returns: workspaceMember,
      errors: ["SW_WORKSPACE_NOT_FOUND", "SW_WORKSPACE_FORBIDDEN", "SW_PARTICIPANT_NOT_FOUND"],
      example: { input: { role: "editor" } },
    })
    .input(workspaceRoleInput)
    .mutation(({ ctx, input }) => addWorkspaceMember(ctx.use, input)),
  changeRole: procedure
    .meta({
      rest: "PATCH /workspaces/{workspace_id}/members/{participant_id}",
      also: ["PUT /workspaces/{workspace_id}/members/{participant_id}"],
      summary: "Changes a member's role; a workspace keeps at least one owner.",
      returns: workspaceMember,
      errors: [
        "SW_WORKSPACE_NOT_FOUND",
        "SW_WORKSPACE_FORBIDDEN",
        "SW_WORKSPACE_NEEDS_OWNER",
        "SW_PARTICIPANT_NOT_FOUND",
      ],
      example: { input: { role: "viewer" } },
    })
    .input(workspaceRoleInput)
    .mutation(({ ctx, input }) => changeWorkspaceRole(ctx.use, input)),
  removeMember: procedure
    .meta({
      rest: "DELETE /workspaces/{workspace_id}/members/{participant_id}",
      summary: "Removes a member, or oneself; removing one who is gone changes nothing.",
      returns: z.null(),
      errors: ["SW_WORKSPACE_NOT_FOUND", "SW_WORKSPACE_FORBIDDEN", "SW_WORKSPACE_NEEDS_OWNER"],
    })
    .input(removeWorkspaceMemberInput)
    .mutation(({ ctx, input }) => removeWorkspaceMember(ctx.use, input)),
});
