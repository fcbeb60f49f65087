import { describe, expect, test } from "vitest";
import {
  callWords,
  statusWords,
  tookWords,
  toolArguments,
  toolOutcome,
  toolRequest,
  toolTitle,
} from "#/client/ai/tool-words.tsx";

describe("A call of a tool in words", () => {
  test("says what was done with the first argument, cut short", () => {
    expect(toolTitle({ tool: "search_messages", state: "done", arguments: '{"query":"invoice"}' })).toBe(
      "Searched messages for “invoice”",
    );
    const long = toolTitle({
      tool: "calculator",
      state: "done",
      arguments: JSON.stringify({ expression: "1+".repeat(200) }),
    });
    expect(long.length).toBeLessThan(90);
  });

  test("names a tool that is not known here", () => {
    expect(toolTitle({ tool: "drive_search", state: "done", arguments: "{}" })).toBe("Used drive_search");
    expect(toolRequest({ tool: "drive_write", arguments: "{}" }, "Mira")).toBe("Mira wants to use drive_write.");
  });

  test("says what came of it only where a word or two tell it", () => {
    expect(toolOutcome({ tool: "search_messages", result: "Found:\n- a\n- b" })).toBe("2 results");
    expect(toolOutcome({ tool: "search_messages", result: "" })).toBe("0 results");
    expect(toolOutcome({ tool: "calculator", result: "12*7 = 84" })).toBe("84");
    expect(toolOutcome({ tool: "calculator", result: "8".repeat(200) })).toBeUndefined();
    expect(toolOutcome({ tool: "room_facts", result: "x" })).toBeUndefined();
  });

  test("shows the exact arguments, whatever the model wrote", () => {
    expect(toolArguments('{"room":"#launch","n":3}')).toEqual([
      { name: "room", value: "#launch" },
      { name: "n", value: "3" },
    ]);
    expect(toolArguments('["a"]')).toEqual([{ name: "…", value: '["a"]' }]);
    expect(toolArguments("{broken")).toEqual([{ name: "…", value: "{broken" }]);
    expect(toolArguments("")).toEqual([]);
  });
});

describe("What an AI does in words", () => {
  test("is told for each state of the stream", () => {
    expect(statusWords(null, false, "UTC")).toBe("Thinking");
    expect(statusWords(null, true, "UTC")).toBe("Writing");
    expect(statusWords("generating", false, "UTC")).toBe("Writing");
    expect(statusWords("calling tools", true, "UTC")).toBe("Working with tools");
    expect(statusWords("calling search_messages, calculator", true, "UTC")).toBe("Searching messages");
    const waits = "rate limited until 2026-11-21T14:02:09.000Z";
    expect(statusWords(waits, false, "Europe/Amsterdam")).toBe("The model is busy; goes on at 15:02:09");
    expect(statusWords("rate limited until when", false, "UTC")).toBe("rate limited until when");
    expect(callWords("search_messages")).toBe("Searching messages");
    expect(callWords("drive_search")).toBe("Using drive_search");
  });
});

test.each([
  [undefined, undefined],
  [null, undefined],
  [0, "0 ms"],
  [99, "99 ms"],
  [100, "0.1 s"],
  [6_249, "6.2 s"],
  [60_000, "60 s"],
])("a tool that ran %s milliseconds took %s", (ms, words) => {
  expect(tookWords(ms)).toBe(words);
});
