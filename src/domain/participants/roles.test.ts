import { describe, expect, test } from "vitest";
import { isAdmin, mayActOn, mayGrant, rankOf, type TenantRole } from "./roles.ts";

const standings: Record<string, string[]> = {
  member: [],
  admin: ["admin"],
  owner: ["owner"],
  "admin and owner": ["admin", "owner"],
  "known to the provider alone": ["billing", "Admin", "owner "],
};

describe("what someone is in a tenant", () => {
  test("follows from the two roles we know, and from no others", () => {
    const ranks = Object.values(standings).map((roles) => [rankOf(roles), isAdmin(roles)]);
    expect(ranks).toEqual([
      [0, false],
      [1, true],
      [2, true],
      [2, true],
      [0, false],
    ]);
  });

  test("lets nobody act sideways or upwards, and owners on everyone", () => {
    const may = Object.fromEntries(
      Object.entries(standings).map(([name, actor]) => [
        name,
        Object.keys(standings).filter((target) => mayActOn(actor, standings[target]!)),
      ]),
    );
    expect(may).toEqual({
      member: [],
      admin: ["member", "known to the provider alone"],
      owner: Object.keys(standings),
      "admin and owner": Object.keys(standings),
      "known to the provider alone": [],
    });
  });

  test("lets only owners give a role, and only admins take all", () => {
    const grants: TenantRole[][] = [[], ["admin"], ["owner"], ["admin", "owner"]];
    const may = Object.fromEntries(
      Object.entries(standings).map(([name, actor]) => [name, grants.map((roles) => mayGrant(actor, roles))]),
    );
    expect(may).toEqual({
      member: [false, false, false, false],
      admin: [true, false, false, false],
      owner: [true, true, true, true],
      "admin and owner": [true, true, true, true],
      "known to the provider alone": [false, false, false, false],
    });
  });
});
