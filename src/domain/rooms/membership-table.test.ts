import { expect, test } from "vitest";
import { actorRanks, decideMembership, type MembershipAct, membershipActs } from "#/domain/rooms/membership.ts";
import { memberships, roomStates, roomTypes } from "#/domain/rooms/room.ts";

const froms = [null, ...memberships] as const;
type From = (typeof froms)[number];
type Room = Parameters<typeof decideMembership>[3]["room"];

function cell(
  act: MembershipAct,
  from: From,
  rank: (typeof actorRanks)[number],
  room: Room,
  subjectIsAi = false,
): string {
  const result = decideMembership(act, from, rank, { room, subjectIsAi });
  if ("becomes" in result) return `→ ${result.becomes}`;
  return "refused" in result ? result.refused.replace("SW_", "") : "=";
}

/** One block for an act and a room: who acts, against what the subject is. */
function block(act: MembershipAct, room: Room, subjectIsAi: boolean): string {
  const head = ["", ...froms.map((from) => from ?? "nobody")];
  const lines = actorRanks.map((rank) => [rank, ...froms.map((from) => cell(act, from, rank, room, subjectIsAi))]);
  const width = 23;
  const text = [head, ...lines].map((line) =>
    line
      .map((each) => each.padEnd(width))
      .join("")
      .trimEnd(),
  );
  return [`${act}${subjectIsAi ? " (an AI)" : ""}, ${room.room_type}, ${room.state}`, ...text].join("\n");
}

const legend = `Who does what to whom: act × membership of the subject × what the actor is beside the subject.
"→ x" it becomes x, "=" nothing changes, else the code of the refusal (without SW_).
Whether the act needs power at all is in permissions.table.txt. Written by \`vitest -u\`; a change here is a change of the rules.
Blocks that are equal are named together.
`;

test("every act on every membership by everyone, in every room, has the answer of membership.table.txt", async () => {
  const blocks = new Map<string, string[]>();
  for (const act of membershipActs) {
    for (const room_type of roomTypes) {
      for (const state of roomStates) {
        for (const isAi of act === "invite" ? [false, true] : [false]) {
          const [title, ...lines] = block(act, { room_type, state }, isAi).split("\n");
          const body = lines.join("\n");
          blocks.set(body, [...(blocks.get(body) ?? []), title!]);
        }
      }
    }
  }
  const text = [...blocks].map(
    ([body, titles]) => `${titles.join("; ").replace(/(.{1,130})(; |$)/g, "$1\n")}${body}\n`,
  );
  await expect([legend, ...text].join("\n")).toMatchFileSnapshot("./membership.table.txt");
});

test("nobody who is banned is in by anything but a lifted ban and a new invitation", () => {
  for (const act of membershipActs) {
    for (const rank of actorRanks) {
      for (const room_type of roomTypes) {
        for (const state of roomStates) {
          const result = decideMembership(act, "ban", rank, { room: { room_type, state }, subjectIsAi: false });
          if ("becomes" in result) expect([act, result.becomes]).toEqual(["unban", "leave"]);
        }
      }
    }
  }
});

test("nobody is removed or kept out by an equal, somebody weaker, a stranger or themselves", () => {
  for (const act of ["kick", "ban"] as const) {
    for (const from of froms) {
      for (const rank of actorRanks.filter((each) => each !== "stronger")) {
        for (const room_type of roomTypes) {
          const room = { room_type, state: "open" as const };
          expect(decideMembership(act, from, rank, { room, subjectIsAi: false })).toHaveProperty("refused");
        }
      }
    }
  }
});
