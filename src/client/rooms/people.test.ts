import { expect, test } from "vitest";
import { findPeople } from "#/client/rooms/find-people.ts";
import { byName, memberGroups } from "#/client/rooms/member-groups.ts";
import { member, participant } from "#/client/rooms/overview.testing.ts";

const people = [
  participant("ana"),
  participant("bram", { display_name: "Bram Okafor" }),
  participant("omar", { display_name: "Omar Abram" }),
  participant("sven", { display_name: "Sven Obram" }),
];
const names = (query: string) => findPeople(people, query, "ana").map((each) => each.id);

test("people are found by the beginning of a name or handle first, then of a later word, then inside", () => {
  expect(names("bram")).toEqual(["bram", "omar", "sven"]);
  expect(names("ok")).toEqual(["bram"]);
  expect(names("@sven")).toEqual(["sven"]);
});

test("nothing typed shows everyone but oneself, by name", () => {
  expect(names("")).toEqual(["bram", "omar", "sven"]);
  expect(names("zzz")).toEqual([]);
});

test("members are grouped by being here, AIs last and apart", () => {
  const all = {
    ana: member("ana"),
    bram: member("bram"),
    chloé: member("chloé"),
    dev: member("dev", { membership: "invite" }),
    mira: member("mira", { participant: participant("mira", { participant_type: "agent" }) }),
  };
  const groups = memberGroups(byName(all), { chloé: "busy" }, "ana");
  expect(groups.map((group) => [group.label, group.members.map((each) => each.participant_id)])).toEqual([
    ["Online", ["ana", "chloé"]],
    ["Offline", ["bram"]],
    ["Invited", ["dev"]],
    ["AI assistants", ["mira"]],
  ]);
});
