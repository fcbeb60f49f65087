import { describe, expect, test } from "vitest";
import { type AiCommandName, parseAiCommand } from "#/domain/ai/commands.ts";
import { nameSkeleton, posesAs, reservedLocalIds } from "#/domain/ai/names.ts";
import { chosenResponseMode, type SeedFacts, seededEngagement } from "#/domain/ai/seeding.ts";

const ais = [
  { id: "1", local_id: "mira", display_name: "Mira" },
  { id: "2", local_id: "abacus", display_name: "The Abacus" },
  { id: "3", local_id: "twin-a", display_name: "Twin" },
  { id: "4", local_id: "twin-b", display_name: "Twin" },
];
const parse = (name: AiCommandName, args: string) => parseAiCommand(name, args, ais);

describe("a command to AIs", () => {
  test("is followed when it says exactly what it means", () => {
    expect(parse("title", "  ")).toEqual({ is: "title" });
    expect(parse("compact", "")).toEqual({ is: "compact", participant_id: null });
    expect(parse("note", "")).toEqual({ is: "note", participant_id: null });
    expect(parse("note", "abacus")).toEqual({ is: "note", participant_id: "2" });
    expect(parse("compact", "@abacus")).toEqual({ is: "compact", participant_id: "2" });
    expect(parse("mode", "chat")).toEqual({ is: "mode", mode: "conversational", participant_id: null });
    expect(parse("mode", "CONTINUOUS")).toEqual({ is: "mode", mode: "streaming", participant_id: null });
    expect(parse("mode", "@mira  chat")).toEqual({ is: "mode", mode: "conversational", participant_id: "1" });
    expect(parse("mode", "the abacus continuous")).toEqual({ is: "mode", mode: "streaming", participant_id: "2" });
    expect(parse("engage", "Mira")).toEqual({ is: "engage", participant_id: "1" });
  });

  test("is refused with its reason when it does not", () => {
    expect(parse("title", "now")).toEqual({ problem: "takes_nothing", word: "now" });
    for (const args of ["", "mira", "chat mira", "chatty", "constructor", "__proto__"]) {
      expect(parse("mode", args)).toMatchObject({ problem: "which_mode" });
    }
    expect(parse("mode", "nobody chat")).toEqual({ problem: "unknown_ai", word: "nobody" });
    expect(parse("mode", "twin chat")).toEqual({ problem: "two_ais", word: "twin" });
    expect(parse("engage", "")).toEqual({ problem: "which_ai", word: "" });
    expect(parse("engage", "mir")).toEqual({ problem: "unknown_ai", word: "mir" });
    expect(parse("engage", "twin-b")).toEqual({ is: "engage", participant_id: "4" });
  });

  test("never means an AI by a word of its own", () => {
    for (const word of ["chat", "continuous", "all", "mention"]) expect(reservedLocalIds.has(word)).toBe(true);
  });
});

describe("the name of an AI", () => {
  const people = [{ local_id: "ana", display_name: "Ana de Vries" }];
  test("is somebody's when a reader would take it for theirs", () => {
    for (const name of [
      "Ana de Vries",
      "ANA DE VRIES",
      "Áná dé Vriés",
      "Аnа dе Vriеs",
      "Ana-de-Vries",
      "ana",
      "4na".replace("4", "a"),
    ]) {
      expect(posesAs({ local_id: "bot", display_name: name }, people), name).toBe(true);
    }
    expect(posesAs({ local_id: "ana.", display_name: "Bot" }, people)).toBe(true);
    for (const name of ["Anna", "Ana B", "Mira"]) {
      expect(posesAs({ local_id: "bot", display_name: name }, people), name).toBe(false);
    }
  });

  test("of signs alone is nobody's", () => {
    expect(nameSkeleton("✨")).toBe("");
    expect(posesAs({ local_id: "x", display_name: "✨" }, [{ local_id: "y", display_name: "🌟" }])).toBe(false);
  });
});

describe("how an AI takes part where it has just come in", () => {
  const facts = (more: Partial<SeedFacts>): SeedFacts => ({
    room_type: "group",
    isAgent: false,
    room: null,
    inviter: null,
    workspace: null,
    ...more,
  });
  test.each([
    [
      "alone with one person, whatever anyone prefers",
      { room_type: "dm", room: "mention", inviter: "keyword" },
      "always",
    ],
    ["in a sidekick's room", { room_type: "sidekick", inviter: "mention" }, "always"],
    ["where nobody chose", {}, "always"],
    ["as the workspace chose", { workspace: "mention" }, "mention"],
    ["as its inviter prefers before the workspace", { inviter: "keyword", workspace: "mention" }, "keyword"],
    ["as the room chose before everyone", { room: "mention", inviter: "always" }, "mention"],
    ["by itself only when it is an agent", { inviter: "autonomous", workspace: "mention" }, "mention"],
    ["by itself as an agent", { inviter: "autonomous", isAgent: true }, "autonomous"],
    ["past a value that is no mode any more", { inviter: "sometimes", workspace: "mention" }, "mention"],
  ] as const)("is decided %s", (_, more, expected) => {
    expect(seededEngagement(facts(more))).toBe(expected);
  });

  test("answers in the mode of the AI here, its own, the room's, the asker's, the workspace's, and else by paragraphs", () => {
    const none = { roomAi: null, participant: null, room: null, asker: null, workspace: null };
    expect(chosenResponseMode(none)).toBe("conversational");
    expect(chosenResponseMode({ ...none, workspace: "streaming" })).toBe("streaming");
    expect(chosenResponseMode({ ...none, workspace: "streaming", asker: "conversational" })).toBe("conversational");
    expect(chosenResponseMode({ ...none, asker: "conversational", room: "streaming" })).toBe("streaming");
    expect(chosenResponseMode({ ...none, room: "conversational", participant: "streaming" })).toBe("streaming");
    expect(chosenResponseMode({ ...none, participant: "conversational", roomAi: "streaming" })).toBe("streaming");
  });
});
