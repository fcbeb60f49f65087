import { describe, expect, test } from "vitest";
import { createWorkspaceInput, updateWorkspaceInput, workspaceRoleInput } from "#/domain/workspaces/inputs.ts";
import { mayChangeRole } from "#/domain/workspaces/roles.ts";
import { freeSlug } from "#/domain/workspaces/slug.ts";
import { type WorkspaceRole, workspaceAllows, workspaceRoles } from "#/domain/workspaces/workspace.ts";

type Named = WorkspaceRole | "nobody";
const subjects: Named[] = ["nobody", ...workspaceRoles];
const roleOf = (named: Named) => (named === "nobody" ? null : named);

describe("who may change whose role", () => {
  const change = (actor: WorkspaceRole, subject: Named, to: Named, owners: number, self = false) =>
    mayChangeRole({
      kind: "shared",
      actor: { id: "actor", role: actor },
      subject: { id: self ? "actor" : "subject", role: roleOf(subject) },
      to: roleOf(to),
      owners,
    });

  test("owners change everybody; editors and viewers nobody but themselves, by leaving", () => {
    for (const subject of subjects) {
      for (const to of subjects) {
        expect(change("owner", subject, to, 2), `${subject} to ${to}`).toBeNull();
        for (const actor of ["viewer", "editor"] as const) {
          expect(change(actor, subject, to, 2), `${actor}: ${subject} to ${to}`).toBe("SW_WORKSPACE_FORBIDDEN");
        }
      }
    }
    for (const actor of ["viewer", "editor"] as const) {
      for (const to of subjects) {
        expect(change(actor, actor, to, 1, true)).toBe(to === "nobody" ? null : "SW_WORKSPACE_FORBIDDEN");
      }
    }
  });

  test("the only owner stays one, whoever asks", () => {
    for (const to of subjects) {
      expect(change("owner", "owner", to, 1, true)).toBe(to === "owner" ? null : "SW_WORKSPACE_NEEDS_OWNER");
    }
    expect(change("owner", "owner", "nobody", 2, true)).toBeNull();
  });

  test("a personal workspace takes nobody in", () => {
    const owner = { id: "actor", role: "owner" as const };
    const subject = { id: "subject", role: null };
    expect(mayChangeRole({ kind: "personal", actor: owner, subject, to: "viewer", owners: 1 })).toBe(
      "SW_WORKSPACE_FORBIDDEN",
    );
  });
});

test("viewers read, editors create, owners manage, and no role is no", () => {
  const table = Object.fromEntries(
    subjects.map((named) => [
      named,
      (["read", "create_room", "manage"] as const).filter((action) => workspaceAllows(roleOf(named), action)).join(" "),
    ]),
  );
  expect(table).toEqual({
    nobody: "",
    viewer: "read",
    editor: "read create_room",
    owner: "read create_room manage",
  });
});

test("a slug gets the first free number", () => {
  expect(freeSlug("plan", new Set())).toBe("plan");
  expect(freeSlug("plan", new Set(["plan", "plan-2", "plan-4"]))).toBe("plan-3");
});

describe("inputs", () => {
  const id = "0199aaaa-0000-7000-8000-000000000001";

  test("refuse keys that are not the client's to choose", () => {
    expect(createWorkspaceInput.safeParse({ name: "Fine", slug: "fine", icon: "🚀" }).success).toBe(true);
    expect(updateWorkspaceInput.safeParse({ workspace_id: id, name: "Fine", icon: null }).success).toBe(true);
    for (const extra of [{ kind: "personal" }, { tenant_id: id }, { created_by: id }, { role: "owner" }, { id }]) {
      expect(createWorkspaceInput.safeParse({ name: "Fine", ...extra }).success).toBe(false);
      expect(updateWorkspaceInput.safeParse({ workspace_id: id, name: "Fine", ...extra }).success).toBe(false);
    }
    expect(updateWorkspaceInput.safeParse({ workspace_id: id, slug: "taken-over" }).success).toBe(false);
  });

  test.each(["UPPER", "-edge", "edge-", "a b", "../up", "x".repeat(49), "", "pün"])("refuse the slug “%s”", (slug) => {
    expect(createWorkspaceInput.safeParse({ name: "Fine", slug }).success).toBe(false);
  });

  test("refuse roles and ids of no known form", () => {
    const member = { workspace_id: id, participant_id: id, role: "editor" };
    expect(workspaceRoleInput.safeParse(member).success).toBe(true);
    for (const wrong of [{ role: "admin" }, { role: null }, { participant_id: "*" }, { workspace_id: [id] }]) {
      expect(workspaceRoleInput.safeParse({ ...member, ...wrong }).success).toBe(false);
    }
  });
});
