import { describe, expect, test } from "vitest";
import { statusWords, toolArguments, toolTitle } from "#/client/ai/tool-words.tsx";

describe("A call of a tool in words", () => {
  test("says what was done with the first argument, cut short", () => {
    expect(toolTitle({ tool: "search_messages", arguments: '{"query":"invoice"}' })).toBe(
      "Searched messages for “invoice”",
    );
    const long = toolTitle({ tool: "calculate", arguments: JSON.stringify({ expression: "1+".repeat(200) }) });
    expect(long.length).toBeLessThan(90);
  });

  test("names a tool that is not known here", () => {
    expect(toolTitle({ tool: "drive_search", arguments: "{}" })).toBe("Used drive_search");
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
    expect(statusWords(null, false)).toBe("Thinking");
    expect(statusWords(null, true)).toBe("Writing");
    expect(statusWords("calling search_messages", false)).toBe("Searching messages");
    expect(statusWords("calling drive_search", false)).toBe("Using drive_search");
    expect(statusWords("waiting for approval", true)).toBe("Waiting for approval");
  });
});
