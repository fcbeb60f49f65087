import { afterAll, beforeAll, expect } from "vitest";
import { AiStage, answer, answers, finished, messagesOf } from "./support/ai.ts";
import { still, violations } from "./support/axe.ts";
import { call } from "./support/http.ts";
import { journey, type People, type Someone } from "./support/people.ts";
import { alive, write } from "./support/screen.ts";
import { acme, type Room, say } from "./support/world.ts";

let stage: AiStage;
beforeAll(async () => {
  stage = await AiStage.open();
});
afterAll(() => stage.close());

async function enter(people: People, room: Room): Promise<Someone> {
  const rosa = await people.signIn("Rosa Marten", { host: acme, at: room.path, ...still });
  await alive(rosa.page);
  return rosa;
}

journey("who comes back to much has it summed up for themselves alone, and it stays unread", async ({ people }) => {
  const room = await stage.room("missed");
  for (let number = 1; number <= 25; number += 1) await say(stage.sven, room, `Point ${number} of the launch.`);
  const { page } = await enter(people, room);
  const summing = stage.dictate();
  await page.getByRole("button", { name: "Summarise 25 unread for me" }).click();
  await summing.begun;
  summing.say("The launch moves to **Friday**.");
  summing.end();
  const summary = page.getByRole("region", { name: "What you missed" });
  await summary.getByText("Only you see this. Mira read 25 messages.").waitFor();
  await summary.getByText("Friday").waitFor();
  expect(await violations(page)).toEqual([]);
  expect((await messagesOf(stage.sven, room)).filter(({ content }) => content.ai)).toEqual([]);
  await page.getByRole("button", { name: "Close the summary" }).click();
  await summary.waitFor({ state: "detached" });
});

journey(
  "who changes a question reads that its answer is of the earlier version, and asks again",
  async ({ people }) => {
    const room = await stage.room("changed");
    const { page } = await enter(people, room);
    const first = stage.dictate();
    await write(page, "@mira name a colour");
    first.say("Blue.");
    first.end();
    await finished(page);
    const question = (await messagesOf(stage.rosa, room)).find(
      ({ content }) => content.body === "@mira name a colour",
    )!;
    const content = { ...question.content, body: "@mira name an animal" };
    await call(stage.rosa, "messages.edit", { room_id: room.id, event_id: question.id, content });
    await answer(page).getByText("Mira answered the earlier version.").waitFor();
    expect(await violations(page)).toEqual([]);
    const second = stage.dictate();
    await answer(page).getByRole("button", { name: "Ask again" }).click();
    await second.begun;
    second.say("A quokka.");
    second.end();
    await answers(page).getByText("A quokka.").waitFor();
    await finished(page);
    expect(JSON.stringify(stage.gateway.heard.at(-1))).toContain("name an animal");
    await page.getByText("Mira answered the earlier version.").waitFor({ state: "detached" });
  },
);
