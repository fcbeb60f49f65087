import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { call, type Session } from "./support/http.ts";
import { heard, listen, readAloud } from "./support/listening.ts";
import { journey } from "./support/people.ts";
import { composer, message, openRoom, write } from "./support/screen.ts";
import { makeRoom, overviewAt, type Room, say, signInByForm } from "./support/world.ts";

const recorded = join(import.meta.dirname, "transcript.recorded.txt");

/** Mira answers in this room when she is mentioned, word by word. */
export async function inviteMira(owner: Session, room: Room): Promise<string> {
  const { participants } = await overviewAt(inject("port"), owner.host);
  const mira = Object.values(participants).find(({ local_id }) => local_id === "mira");
  if (!mira) throw new Error("The demo has no Mira.");
  await call(owner, "rooms.invite", { room_id: room.id, participant_id: mira.id });
  const whom = { room_id: room.id, participant_id: mira.id };
  await call(owner, "ai.setEngagement", { ...whom, mode: "mention" });
  await call(owner, "ai.setResponseMode", { ...whom, mode: "streaming" });
  return mira.id;
}

/** What changes from run to run, by a word that does not: times, the room's own name, and how much a model has read. */
function steady(text: string, room: Room): string {
  return (
    text
      .replaceAll(room.name, "talk")
      .replaceAll(
        /\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? \d{1,2} \w+(?: \d{4})?(?:, | at )\d{2}:\d{2}(?::\d{2})?/g,
        "[time]",
      )
      .replaceAll(/\b\d{2}:\d{2}(?::\d{2})?\b/g, "[time]")
      .replaceAll(/\b\d[\d,]* tokens\b/g, "[n] tokens")
      // How many lines of one paragraph the tree tells apart differs from run to run; what is announced has them all.
      .replaceAll(/^ +\d\n/gm, "")
  );
}

journey(
  "a conversation of two people and an AI, as a screen reader says it, is what was recorded",
  async ({ people }) => {
    const [ana, bram] = [await signInByForm("ana"), await signInByForm("bram")];
    const room = await makeRoom([ana, bram], "talk");
    const mira = await inviteMira(ana, room);
    await say(bram, room, "This was said before Ana came.");
    const { page, context } = await people.signIn("Ana de Vries");
    await listen(context);
    await openRoom(page, room);
    await message(page, "This was said before").waitFor();

    const greeting = await say(bram, room, "Good morning @ana, see [the plan](https://example.org) and `npm test`", {
      mentions: [ana.participantId],
    });
    await message(page, "Good morning").waitFor();
    await expect.poll(() => heard(page)).toContainEqual(expect.stringMatching(/^Bram Okafor: Good morning/));
    await write(page, "Good morning Bram");
    await message(page, "Good morning Bram").waitFor();
    await call(bram, "messages.react", { room_id: room.id, event_id: greeting.id, emoji: "👋" });
    await say(bram, room, "- [x] tickets\n- [ ] trains", { reply_to_event_id: greeting.id });
    await message(page, "tickets").waitFor();
    await expect.poll(() => heard(page)).toContainEqual(expect.stringMatching(/tickets/));
    await say(bram, room, "@mira count to 5", { mentions: [mira] });
    await expect.poll(() => heard(page)).toContainEqual(expect.stringMatching(/^Mira \(AI\): /));
    await message(page, /1\s*2\s*3\s*4\s*5/).waitFor();
    await composer(page).focus();

    const said = [
      "What is announced while it happens, to Ana, who is in the room:",
      "",
      ...(await heard(page)).map((line) => `  ${line}`),
      "",
      "What stands in the room afterwards, from top to bottom:",
      "",
      ...(await readAloud(page, "main")).map((line) => `  ${line}`),
      "",
    ];
    const transcript = steady(said.join("\n"), room);
    // The first run writes it, and so does who takes the file away: a reviewer reads what changed.
    if (!existsSync(recorded)) writeFileSync(recorded, transcript);
    expect(transcript).toBe(readFileSync(recorded, "utf8"));
  },
);
