import type { Page } from "playwright";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { calling, plainAnswer, saying } from "../support/gateway.ts";
import { AiStage, answer, answers, finished, messagesOf } from "./support/ai.ts";
import { still, violations } from "./support/axe.ts";
import { attempt, call } from "./support/http.ts";
import { journey, type People, type Someone } from "./support/people.ts";
import { alive, write } from "./support/screen.ts";
import { acme, makeRoom, type Room } from "./support/world.ts";

let stage: AiStage;
beforeAll(async () => {
  stage = await AiStage.open();
});
afterEach(() => stage.gateway.otherwise(plainAnswer));
afterAll(() => stage.close());

async function enter(people: People, name: string, room: Room): Promise<Someone> {
  const someone = await people.signIn(name, { host: acme, at: room.path, ...still });
  await alive(someone.page);
  return someone;
}

const use = (name: string, args: object, id = `call_${name}`) => ({ id, name, arguments: JSON.stringify(args) });
const card = (page: Page, title: string | RegExp) => answer(page).locator("details").filter({ hasText: title });

journey("a tool's call is a card that opens to what was asked and what came of it; many fold", async ({ people }) => {
  const room = await stage.room("tools");
  const sven = await enter(people, "Sven Dahl", room);
  await write(sven.page, "The invoice is in the north hall");
  stage.gateway.next(calling([use("calculator", { expression: "12*7" })]), saying(["It is 84."]));
  await write(sven.page, "@mira what is 12*7?");
  await finished(sven.page);
  const sum = card(sven.page, "Calculated 12*7");
  await sum.locator("summary").getByText("84").waitFor();
  await sum.locator("summary").click();
  await sum.getByText("expression").waitFor();
  await expect.poll(() => sum.getByRole("region", { name: "Result" }).textContent()).toContain("84");
  expect(await violations(sven.page)).toEqual([]);

  const searches = [use("search_messages", { query: "invoice" }, "a"), use("room_facts", {}, "b")];
  stage.gateway.next(calling([...searches, use("calculator", { expression: "1/0" }, "c")]), saying(["Found."]));
  await write(sven.page, "@mira where is the invoice?");
  await answers(sven.page).getByText("Found.").waitFor();
  await finished(sven.page);
  const fold = card(sven.page, "Used 3 tools").first();
  await fold.locator("summary").first().click();
  await card(sven.page, "Searched messages for “invoice”")
    .last()
    .getByText(/^\d results?$/)
    .waitFor();
  await fold.getByText("Failed").waitFor();
  expect(await violations(sven.page)).toEqual([]);
});

journey(
  "a tool that changes something waits for a moderator, once or for good, and for nobody else",
  async ({ people }) => {
    const room = await stage.room("asks");
    const target = await makeRoom([stage.rosa, stage.sven], "posted");
    await call(stage.rosa, "rooms.invite", { room_id: target.id, participant_id: stage.mira });
    await call(stage.rosa, "ai.setEngagement", { room_id: target.id, participant_id: stage.mira, mode: "mention" });
    const { plugins } = await call<{ plugins: string[] }>(stage.rosa, "aiAdmin.get", { participant_id: stage.mira });
    const loadout = [...new Set([...plugins, "scaiwave.rooms"])];
    await call(stage.rosa, "aiAdmin.update", { participant_id: stage.mira, plugins: loadout });
    const [rosa, sven] = [await enter(people, "Rosa Marten", room), await enter(people, "Sven Dahl", room)];
    const posted = async () =>
      (await messagesOf(stage.rosa, target))
        .filter((each) => each.sender_id === stage.mira)
        .map((each) => each.content.body);
    const ask = async (text: string) => {
      const said = `Told them ${text}.`;
      stage.gateway.next(calling([use("post_message", { room: target.name, text })]), saying([said]));
      await write(sven.page, `@mira tell the others ${text}`);
      return said;
    };
    const request = (page: Page) =>
      answer(page).getByRole("region", { name: `Mira wants to post in “${target.name}”.` });

    const first = await ask("one");
    await request(sven.page).getByText("Waiting for a moderator").waitFor();
    await request(sven.page).getByText("one", { exact: true }).waitFor();
    expect(await request(sven.page).getByRole("button").count()).toBe(0);
    await answer(sven.page).getByText("Waiting for approval").waitFor();
    expect(await violations(sven.page)).toEqual([]);
    const { items } = await call<{ items: { id: string }[] }>(stage.sven, "aiTools.waiting", { room_id: room.id });
    const decision = { room_id: room.id, call_id: items[0]?.id, decision: "once" };
    expect(await attempt(stage.sven, "aiTools.decide", decision)).toMatchObject({ code: "SW_ROOM_FORBIDDEN" });
    await request(rosa.page).getByText("Expires in 10 minutes").waitFor();
    expect(await violations(rosa.page)).toEqual([]);
    expect(await posted()).toEqual([]);
    await request(rosa.page)
      .getByRole("button", { name: /^Allow once/ })
      .click();
    await answers(sven.page).getByText(first).waitFor();
    expect(await posted()).toEqual(["one"]);
    await card(sven.page, `Posted in “${target.name}”`).locator("summary").click();
    await answer(sven.page).getByText("Allowed by Rosa Marten").waitFor();

    await ask("two");
    await request(rosa.page).getByRole("button", { name: /^Deny/ }).click();
    await answer(sven.page).getByText("Denied by Rosa Marten").waitFor();
    await answers(sven.page).getByText("Told them two.").waitFor();
    expect(await posted()).toEqual(["one"]);

    const third = await ask("three");
    await request(rosa.page)
      .getByRole("button", { name: /^Always in this room/ })
      .click();
    await answers(sven.page).getByText(third).waitFor();
    const fourth = await ask("four");
    await answers(sven.page).getByText(fourth).waitFor();
    expect(await posted()).toEqual(["one", "three", "four"]);
  },
);

journey("where the budget is used up the answer says so, and no model is asked", async ({ people }) => {
  const room = await stage.room("budget");
  const sven = await enter(people, "Sven Dahl", room);
  await call(stage.rosa, "aiAdmin.update", { participant_id: stage.mira, monthly_token_cap: 0 });
  try {
    const asked = stage.asked();
    await write(sven.page, "@mira hello");
    await answer(sven.page).getByText("This month's AI budget is used up. It renews on 1").waitFor();
    expect(await answer(sven.page).getByRole("button", { name: "Try again" }).count()).toBe(0);
    expect(stage.asked()).toBe(asked);
    expect(await violations(sven.page)).toEqual([]);
  } finally {
    await call(stage.rosa, "aiAdmin.update", { participant_id: stage.mira, monthly_token_cap: null });
  }
});

journey("two AIs that would talk for ever are held, and a person is never", async ({ people }) => {
  const room = await stage.room("loop", [stage.mira, stage.abacus]);
  const [rosa, sven] = [await enter(people, "Rosa Marten", room), await enter(people, "Sven Dahl", room)];
  stage.gateway.otherwise((request) => {
    const isMira = request.body?.messages?.[0]?.content?.includes("You are Mira") === true;
    return saying([isMira ? "@abacus what do you say?" : "@mira what do you say?"]);
  });
  await write(sven.page, "@mira talk to Abacus");
  for (const { page } of [rosa, sven]) await page.getByText("The AIs talk among themselves.").waitFor();
  const all = (await messagesOf(stage.sven, room)).filter((each) =>
    [stage.mira, stage.abacus].includes(each.sender_id),
  );
  expect(all.length).toBeLessThanOrEqual(5);
  const asked = stage.asked();
  stage.gateway.otherwise(() => saying(["A person may always ask."]));
  await write(sven.page, "@mira and now?");
  await answers(sven.page).getByText("A person may always ask.").waitFor();
  expect(stage.asked()).toBe(asked + 1);
});

journey("an AI that is removed in the middle of its answer stops at once", async ({ people }) => {
  const room = await stage.room("kicked");
  const [rosa, sven] = [await enter(people, "Rosa Marten", room), await enter(people, "Sven Dahl", room)];
  const dictation = stage.dictate();
  await write(sven.page, "@mira count");
  await dictation.begun;
  dictation.say("One, two");
  await answer(sven.page).getByText("One, two").waitFor();
  const heard = stage.gateway.heard.at(-1)!;
  await rosa.page.getByRole("button", { name: "Show who is here" }).first().click();
  await rosa.page.getByRole("button", { name: "More about Mira" }).click();
  await rosa.page.getByRole("menuitem", { name: "Remove from room" }).click();
  await rosa.page
    .getByRole("dialog")
    .getByRole("button", { name: /^Remove/ })
    .click();
  await sven.page
    .getByText(/removed Mira|Mira was removed/)
    .first()
    .waitFor();
  for (const { page } of [rosa, sven]) {
    await page.getByRole("button", { name: "Stop", exact: true }).first().waitFor({ state: "detached" });
  }
  await heard.letGo;
  dictation.say(", three");
  expect(await sven.page.getByText("three").count()).toBe(0);
  expect(stage.asked()).toBeGreaterThan(0);
});
