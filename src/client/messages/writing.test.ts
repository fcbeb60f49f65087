import { describe, expect, test } from "vitest";
import { type Candidate, insertion, queryAt, rank } from "#/client/messages/completion.ts";
import { createDrafts } from "#/client/messages/drafts.ts";
import { type Change, continueList, linkOver, toggleMark } from "#/client/messages/marks.ts";

const person = (name: string, more: Partial<Candidate> = {}): Candidate => ({
  id: name,
  name,
  handle: name.toLowerCase().replace(/\s/g, "."),
  isMember: true,
  isAi: false,
  spoke: 0,
  ...more,
});
const names = (found: Candidate[]) => found.map((each) => each.name);

describe("completing a mention", () => {
  test.each([
    ["@", 1, ""],
    ["hi @an", 6, "an"],
    ["(@an", 4, "an"],
    ["@josé", 5, "josé"],
    ["@ana and @br", 12, "br"],
  ])("%j at %i asks for %j", (text, caret, query) => {
    expect(queryAt(text, caret)?.text).toBe(query);
  });

  test.each([
    ["mail@example", 12],
    ["path/@x", 7],
    ["@ana ", 5],
    ["`@an", 4],
    ["```\n@an", 7],
    ["", 0],
  ])("%j at %i asks for nobody", (text, caret) => {
    expect(queryAt(text, caret)).toBeNull();
  });

  test.each([
    ["see [[", 6, "", 4, 6],
    ["see [[Launch plan #2", 20, "Launch plan #2", 4, 20],
    ["see [[Lau]] now", 9, "Lau", 4, 11],
    ["![[Lau", 6, "Lau", 1, 6],
  ])("%j at %i asks for a note called %j", (text, caret, query, from, to) => {
    expect(queryAt(text, caret)).toEqual({ sign: "[[", text: query, from, to });
  });

  test.each([
    ["[[done]] ", 9],
    ["[[Name|te", 9],
    ["[not", 4],
    ["`[[x", 4],
  ])("%j at %i asks for no note", (text, caret) => {
    expect(queryAt(text, caret)?.sign).not.toBe("[[");
  });

  test("code that was closed before does not count", () => {
    expect(queryAt("`x` @an", 7)?.text).toBe("an");
    expect(queryAt("```\nx\n```\n@an", 13)?.text).toBe("an");
  });

  test("members come first, then better matches, then who spoke last", () => {
    const people = [
      person("Anton", { isMember: false }),
      person("Diana"),
      person("Ana", { spoke: 3 }),
      person("Anders", { spoke: 9 }),
      person("Maria Anders"),
    ];
    expect(names(rank(people, "an"))).toEqual(["Anders", "Ana", "Maria Anders", "Diana", "Anton"]);
    expect(names(rank(people, "ana"))).toEqual(["Ana", "Diana"]);
    expect(rank(people, "zz")).toEqual([]);
  });

  test("accents need not be typed, and at most eight are offered", () => {
    expect(names(rank([person("José")], "jose"))).toEqual(["José"]);
    expect(
      rank(
        Array.from({ length: 20 }, (_, index) => person(`Ana ${index}`)),
        "",
      ),
    ).toHaveLength(8);
  });

  test("a space follows, unless something stands there", () => {
    const query = { to: 3 };
    expect(insertion("@an", query, "@ana")).toBe("@ana ");
    expect(insertion("@an, hi", query, "@ana")).toBe("@ana");
  });
});

const applied = (text: string, change: Change) => text.slice(0, change.from) + change.insert + text.slice(change.to);

describe("marks", () => {
  test("a mark goes around the selection, and away again, with the same words selected", () => {
    const on = toggleMark("say it now", 4, 6, "**");
    expect(applied("say it now", on)).toBe("say **it** now");
    const off = toggleMark("say **it** now", ...on.select, "**");
    expect(applied("say **it** now", off)).toBe("say it now");
    expect(off.select).toEqual([4, 6]);
    expect(applied("say **it** now", toggleMark("say **it** now", 4, 10, "**"))).toBe("say it now");
  });

  test("emphasis inside of strong is added, not mistaken for half of it", () => {
    expect(applied("**it**", toggleMark("**it**", 2, 4, "*"))).toBe("***it***");
    expect(applied("***it***", toggleMark("***it***", 3, 5, "*"))).toBe("**it**");
  });

  test("an address over words makes a link, and nothing else does", () => {
    expect(applied("see this", linkOver("see this", 4, 8, " https://a.example/x ")!)).toBe(
      "see [this](https://a.example/x)",
    );
    expect(linkOver("see this", 4, 4, "https://a.example")).toBeNull();
    expect(linkOver("see this", 4, 8, "javascript:alert(1)")).toBeNull();
    expect(linkOver("a [b]", 2, 5, "https://a.example")).toBeNull();
    expect(linkOver("https://b.example", 0, 17, "https://a.example")).toBeNull();
  });

  test("a list goes on in its next line, and ends on an empty item", () => {
    expect(applied("- one", continueList("- one", 5)!)).toBe("- one\n- ");
    expect(applied("9. one", continueList("9. one", 6)!)).toBe("9. one\n10. ");
    expect(applied("- [x] one", continueList("- [x] one", 9)!)).toBe("- [x] one\n- [ ] ");
    expect(applied("- one\n- ", continueList("- one\n- ", 8)!)).toBe("- one\n");
    expect(continueList("one", 3)).toBeNull();
  });
});

function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
}

describe("drafts", () => {
  test("are kept by person and place, and go when emptied or wiped", () => {
    const storage = memory();
    const ana = createDrafts(() => storage, "ana");
    ana.write("room", "half a thought");
    expect(ana.read("room")).toBe("half a thought");
    expect(createDrafts(() => storage, "bram").read("room")).toBe("");
    ana.write("room", "  ");
    expect(ana.read("room")).toBe("");
    ana.write("room", "again");
    ana.wipe();
    expect(ana.read("room")).toBe("");
  });

  test("the oldest of more than fifty gives way", () => {
    const drafts = createDrafts(memory.bind(null), "ana");
    const storage = memory();
    const kept = createDrafts(() => storage, "ana");
    for (let index = 0; index < 60; index += 1) kept.write(`room ${index}`, "x");
    expect(kept.read("room 9")).toBe("");
    expect(kept.read("room 10")).toBe("x");
    expect(drafts.read("room 1")).toBe("");
  });

  test("a storage that holds nonsense, or refuses, loses only the draft", () => {
    const storage = memory();
    storage.setItem("scaiwave-drafts-ana", '{"room": 1}');
    expect(createDrafts(() => storage, "ana").read("room")).toBe("");
    const refusing = createDrafts(() => {
      throw new Error("denied");
    }, "ana");
    expect(() => refusing.write("room", "x")).not.toThrow();
    expect(refusing.read("room")).toBe("");
  });
});
