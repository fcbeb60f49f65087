import { expect, test } from "vitest";
import { noteMentionsIn, roomsLinkedIn } from "#/domain/notes/note-mentions.ts";

const here = (host: string) => host === "wave.test:5173";

test("names in brackets and addresses of this server are notes, each once", () => {
  const text = `see [[Launch plan]] and [[launch plan#Dates|dates]], https://wave.test:5173/w/team/n/plan-8f0c2a9b4d1e or
/w/team/n/plan-8f0c2a9b4d1e`;
  expect(noteMentionsIn(text, here, 50)).toEqual([{ name: "launch plan" }, { part: "plan-8f0c2a9b4d1e" }]);
  expect(noteMentionsIn("[[a]] [[b]] [[c]] [[d]]", here, 3)).toHaveLength(3);
});

test("code, another server's address and plain words are no notes", () => {
  const text = "`[[a]]`\n```\n[[b]]\n```\nhttps://evil.test/w/x/n/plan-8f0c2a9b4d1e [[]] [x] /n/";
  expect(noteMentionsIn(text, here, 50)).toEqual([]);
  expect(noteMentionsIn("nothing here", here, 50)).toEqual([]);
});

test("rooms are linked by their id or their address, not in code and not on other sites", () => {
  const id = "0193F6C1-5a2e-7c44-9b1d-000000000015";
  const text = `From [launch](https://wave.test/w/team/r/${id}), /w/other/r/${id} and [it](/r/launch).
\`/r/code\` https://news.test/r/other
\`\`\`
/w/team/r/fenced
\`\`\``;
  expect(roomsLinkedIn(text)).toEqual([id.toLowerCase(), "launch"]);
});
