import {
  createWorkspaceInput,
  listWorkspaceMembersInput,
  listWorkspacesInput,
  removeWorkspaceMemberInput,
  updateWorkspaceInput,
  workspaceInput,
  workspaceRoleInput,
} from "#/domain/workspaces/inputs.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { getWorkspace, listWorkspaceMembers, listWorkspaces } from "#/server/workspaces/list-workspaces.ts";
import { addWorkspaceMember, changeWorkspaceRole, removeWorkspaceMember } from "#/server/workspaces/members.ts";
import { updateWorkspace } from "#/server/workspaces/update-workspace.ts";

export const workspacesRouter = router({
  list: procedure
    .meta({ rest: "GET /workspaces" })
    .input(listWorkspacesInput)
    .query(({ ctx, input }) => listWorkspaces(ctx.use, input)),
  create: procedure
    .meta({ rest: "POST /workspaces" })
    .input(createWorkspaceInput)
    .mutation(({ ctx, input }) => createWorkspace(ctx.use, input)),
  get: procedure
    .meta({ rest: "GET /workspaces/{workspace_id}" })
    .input(workspaceInput)
    .query(({ ctx, input }) => getWorkspace(ctx.use, input)),
  update: procedure
    .meta({ rest: "PATCH /workspaces/{workspace_id}" })
    .input(updateWorkspaceInput)
    .mutation(({ ctx, input }) => updateWorkspace(ctx.use, input)),
  listMembers: procedure
    .meta({ rest: "GET /workspaces/{workspace_id}/members" })
    .input(listWorkspaceMembersInput)
    .query(({ ctx, input }) => listWorkspaceMembers(ctx.use, input)),
  addMember: procedure
    .meta({ rest: "POST /workspaces/{workspace_id}/members" })
    .input(workspaceRoleInput)
    .mutation(({ ctx, input }) => addWorkspaceMember(ctx.use, input)),
  changeRole: procedure
    .meta({ rest: "PATCH /workspaces/{workspace_id}/members/{participant_id}" })
    .input(workspaceRoleInput)
    .mutation(({ ctx, input }) => changeWorkspaceRole(ctx.use, input)),
  removeMember: procedure
    .meta({ rest: "DELETE /workspaces/{workspace_id}/members/{participant_id}" })
    .input(removeWorkspaceMemberInput)
    .mutation(({ ctx, input }) => removeWorkspaceMember(ctx.use, input)),
});
