import { describe, expect, test } from "vitest";
import { commandIn, withoutEscape } from "#/client/messages/command-text.ts";
import { queryAt } from "#/client/messages/completion.ts";

describe("a command", () => {
  test.each([
    ["/topic", { name: "topic", args: "" }],
    ["/Topic  Two words ", { name: "topic", args: "Two words" }],
    ["/dm @bram\nhello", { name: "dm", args: "@bram\nhello" }],
  ])("is read from %j", (text, expected) => expect(commandIn(text)).toEqual(expected));

  test.each(["/", "/usr/bin is full", "// todo", "//topic", "/ topic", "a /topic", "/1", "/é"])(
    "is not what %j says",
    (text) => expect(commandIn(text)).toBeNull(),
  );

  test("is said as words after a second slash, and nothing else loses one", () => {
    expect(withoutEscape("//topic is a command")).toBe("/topic is a command");
    expect(withoutEscape("// todo")).toBe("// todo");
    expect(withoutEscape("//cdn.example.org/x.js")).toBe("//cdn.example.org/x.js");
  });

  test("is completed only at the beginning of the text", () => {
    expect(queryAt("/", 1)).toEqual({ sign: "/", from: 0, to: 1, text: "" });
    expect(queryAt("/To", 3)).toEqual({ sign: "/", from: 0, to: 3, text: "to" });
    expect(queryAt("/to words", 3)).toEqual({ sign: "/", from: 0, to: 3, text: "to" });
    expect(queryAt("see /to", 7)).toBeNull();
    expect(queryAt("/to words", 9)).toBeNull();
  });
});
