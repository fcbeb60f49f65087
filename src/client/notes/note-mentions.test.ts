import { expect, test } from "vitest";
import { noteMentionsOf } from "#/client/notes/note-mentions.ts";

const host = "wave.test:5173";

test("names in brackets and addresses of this server are notes, each once", () => {
  expect(
    noteMentionsOf(
      `see [[Launch plan]] and [[launch plan#Dates|dates]], https://${host}/w/team/n/plan-8f0c2a9b4d1e or /w/team/n/plan-8f0c2a9b4d1e`,
      host,
    ),
  ).toEqual([{ name: "launch plan" }, { part: "plan-8f0c2a9b4d1e" }]);
});

test("at most three are shown", () => {
  expect(noteMentionsOf("[[a]] [[b]] [[c]] [[d]]", host)).toHaveLength(3);
});

test("code, another server's address and plain words are no notes", () => {
  expect(
    noteMentionsOf("`[[a]]`\n```\n[[b]]\n```\nhttps://evil.test/w/x/n/plan-8f0c2a9b4d1e [[]] [x] /n/", host),
  ).toEqual([]);
  expect(noteMentionsOf("nothing here", host)).toEqual([]);
});
