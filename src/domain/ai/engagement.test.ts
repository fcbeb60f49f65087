import { describe, expect, test } from "vitest";
import { type EngagementFacts, engages, hasKeyword, isAcknowledgement } from "#/domain/ai/engagement.ts";
import { heldBack, maxChainDepth, maxMessagesPerMinute, maxPairMentions } from "#/domain/ai/loops.ts";
import { roomTypes } from "#/domain/rooms/room.ts";
import { engagementModes } from "#/domain/workspaces/schema.ts";

const words: [name: string, facts: Partial<EngagementFacts>][] = [
  ["plain", {}],
  ["names it", { mentioned: true }],
  ["keyword", { keyword: true }],
  ["answers it", { answersIt: true }],
  ["thanks it by name", { mentioned: true, acknowledgement: true }],
];
const speakers: [name: string, facts: Partial<EngagementFacts>][] = [
  ["person", { speaker: "person" }],
  ["person, edit", { speaker: "person", act: "edit" }],
  ["another AI", { speaker: "ai" }],
  ["the AI itself", { speaker: "self" }],
  ["the server", { speaker: "server" }],
];
const silent: EngagementFacts = {
  room_type: "group",
  room_open: true,
  mode: "always",
  speaker: "person",
  act: "message",
  mentioned: false,
  keyword: false,
  answersIt: false,
  acknowledgement: false,
};

const legend = `Whether an AI answers: how it takes part x who spoke x what the words are.
The cell says why it answers, "-" that it stays silent. In rooms that are archived or closed every cell is "-".
Written by \`vitest -u\`; a change here is a change of the rules. Blocks that are equal are named together.
`;

test("everything that can be said by anybody, in every room and mode, has the answer of engagement.table.txt", async () => {
  const blocks = new Map<string, string[]>();
  for (const room_type of roomTypes) {
    for (const mode of engagementModes) {
      const rows = speakers.map(([name, speaker]) => [
        name,
        ...words.map(([, said]) => engages({ ...silent, ...speaker, ...said, room_type, mode }) ?? "-"),
      ]);
      const text = [["", ...words.map(([name]) => name)], ...rows].map((line) =>
        line
          .map((each) => each.padEnd(19))
          .join("")
          .trimEnd(),
      );
      const body = text.join("\n");
      blocks.set(body, [...(blocks.get(body) ?? []), `${room_type}, ${mode}`]);
    }
  }
  const text = [...blocks].map(
    ([body, titles]) => `${titles.join("; ").replace(/(.{1,120})(; |$)/g, "$1\n")}${body}\n`,
  );
  await expect([legend, ...text].join("\n")).toMatchFileSnapshot("./engagement.table.txt");
});

test("nothing is answered in a room that is not open, nor by an AI to itself, the server or an edit", () => {
  for (const room_type of roomTypes) {
    for (const mode of engagementModes) {
      for (const [, said] of words) {
        const facts = { ...silent, ...said, room_type, mode };
        expect(engages({ ...facts, room_open: false })).toBeNull();
        for (const speaker of ["self", "server"] as const) expect(engages({ ...facts, speaker })).toBeNull();
        expect(engages({ ...facts, act: "edit" })).toBeNull();
        if (!facts.mentioned) expect(engages({ ...facts, speaker: "ai" })).toBeNull();
      }
    }
  }
});

describe("A keyword", () => {
  test("stands as a whole word, in any case, in any script, however its accents were typed", () => {
    const found: [string, string][] = [
      ["Can we DEPLOY today?", "deploy"],
      ["(deploy)", "deploy"],
      ["CAFE\u0301 open", "café"],
      ["Das ist STRASSE", "straße"],
      ["нужен Релиз!", "релиз"],
      ["今日はデプロイします", "デプロイ"],
      ["ship\n  it now", "ship it"],
      ["c++ question", "c++"],
      ["say हिन्दी please", "हिन्दी"],
    ];
    for (const [body, keyword] of found) expect([body, hasKeyword(body, [keyword])]).toEqual([body, true]);
  });

  test("is not part of another word", () => {
    const absent: [string, string][] = [
      ["deployment", "deploy"],
      ["redeploy", "deploy"],
      ["deploy_now", "deploy"],
      ["café", "caf"],
      ["релизы", "релиз"],
      ["हिन्दी", "हिन्द"],
      ["anything", ""],
      ["anything", "  "],
    ];
    for (const [body, keyword] of absent) expect([body, hasKeyword(body, [keyword])]).toEqual([body, false]);
    expect(
      hasKeyword(
        "x".repeat(1_000_000),
        Array.from({ length: 50 }, () => "x".repeat(64)),
      ),
    ).toBe(false);
  });
});

test("a thank-you is no question, and a question with a thank-you is one", () => {
  for (const body of ["Thanks!", "@helper ok 👍", "👍👍", "Danke schön, @helper.", "Got it.", "", "@helper"]) {
    expect([body, isAcknowledgement(body)]).toEqual([body, true]);
  }
  for (const body of ["Thanks, and what is 2+2?", "@helper is it ok?", "done?", "the plan is great"]) {
    expect([body, isAcknowledgement(body)]).toEqual([body, false]);
  }
});

test("AIs that talk with each other are held after three mentions, ten messages or ten answers; people never are", () => {
  const calm = { fromAi: true, pairMentions: 1, messagesInMinute: 0, chainDepth: 1 };
  expect(heldBack(calm)).toBeNull();
  expect(heldBack({ ...calm, pairMentions: maxPairMentions })).toBeNull();
  expect(heldBack({ ...calm, pairMentions: maxPairMentions + 1 })).toBe("pair");
  expect(heldBack({ ...calm, messagesInMinute: maxMessagesPerMinute - 1 })).toBeNull();
  expect(heldBack({ ...calm, messagesInMinute: maxMessagesPerMinute })).toBe("rate");
  expect(heldBack({ ...calm, chainDepth: maxChainDepth })).toBeNull();
  expect(heldBack({ ...calm, chainDepth: maxChainDepth + 1 })).toBe("depth");
  expect(heldBack({ fromAi: false, pairMentions: 99, messagesInMinute: 99, chainDepth: 99 })).toBeNull();
});
