import type { Locator, Page } from "playwright";
import { afterAll, beforeAll, expect } from "vitest";
import { until } from "../start/instance.ts";
import { calling } from "../support/gateway.ts";
import { AiStage, answer, answers, finished, messagesOf, wordsOf } from "./support/ai.ts";
import { still, violations } from "./support/axe.ts";
import { call } from "./support/http.ts";
import { journey, type People, type Someone } from "./support/people.ts";
import { alive, composer, write } from "./support/screen.ts";
import { acme, makeRoom, type Room, say } from "./support/world.ts";

let stage: AiStage;
beforeAll(async () => {
  stage = await AiStage.open();
});
afterAll(() => stage.close());

/** By how much what one reads may move, in pixels. */
const stands = 1;

async function enter(people: People, name: string, room: Room): Promise<Someone> {
  const someone = await people.signIn(name, { host: acme, at: room.path, ...still });
  await alive(someone.page);
  return someone;
}

const log = (page: Page): Locator => page.getByRole("main").getByRole("log");

async function topOf(article: Locator): Promise<number> {
  return (await article.boundingBox())?.y ?? Number.NaN;
}

/** Until two looks at it, a few frames apart, find it in the same place. */
async function restingTop(article: Locator): Promise<number> {
  let before = Number.NaN;
  return until(async () => {
    const now = await topOf(article);
    const rests = now === before;
    before = now;
    return rests ? now : undefined;
  }, 5_000);
}

journey(
  "a growing answer moves nothing further up; at the end it is followed to its first line",
  async ({ people }) => {
    const room = await stage.room("follows");
    for (let n = 1; n <= 40; n += 1) await say(stage.rosa, room, `Line ${n} of many, with some words to read`);
    const [rosa, sven] = [await enter(people, "Rosa Marten", room), await enter(people, "Sven Dahl", room)];
    await log(sven.page).hover();
    await sven.page.mouse.wheel(0, -900);
    const read = sven.page.getByRole("article").filter({ hasText: "Line 20 of many" });
    await read.waitFor();
    const stood = await restingTop(read);
    const dictation = stage.dictate();
    await write(rosa.page, "@mira tell me everything");
    await dictation.begun;
    dictation.say("It begins here.\n\n");
    await answer(rosa.page).getByText("It begins here.").waitFor();
    for (let n = 1; n <= 30; n += 1) dictation.say(`Paragraph ${n} of the answer.\n\n`);
    await answer(rosa.page).getByText("Paragraph 30 of the answer.").waitFor();
    await rosa.page.getByRole("button", { name: "More below" }).waitFor();
    const held = await restingTop(answer(rosa.page));
    const header = (await log(rosa.page).boundingBox())!.y;
    expect(held).toBeGreaterThanOrEqual(header);
    expect(held).toBeLessThan(header + 60);
    await sven.page.getByRole("button", { name: "Mira is writing" }).waitFor();
    for (let n = 31; n <= 40; n += 1) dictation.say(`Paragraph ${n} of the answer.\n\n`);
    await answer(rosa.page).getByText("Paragraph 40 of the answer.").waitFor();
    dictation.end();
    await finished(rosa.page);
    expect(Math.abs((await restingTop(answer(rosa.page))) - held)).toBeLessThanOrEqual(stands);
    await sven.page.getByRole("button", { name: "Mira is writing" }).waitFor({ state: "detached" });
    expect(Math.abs((await restingTop(read)) - stood)).toBeLessThanOrEqual(stands);
    await rosa.page.getByRole("button", { name: "More below" }).click();
    await until(
      () =>
        log(rosa.page).evaluate((box) => (box.scrollHeight - box.scrollTop - box.clientHeight < 4 ? true : undefined)),
      30_000,
    );
  },
);

journey("code and lists come as they are written, and what stands keeps its elements", async ({ people }) => {
  const room = await stage.room("blocks");
  const sven = await enter(people, "Sven Dahl", room);
  const dictation = stage.dictate();
  await write(sven.page, "@mira show me");
  await dictation.begun;
  dictation.say("A list:\n\n- first\n- sec");
  await answer(sven.page).getByText("sec", { exact: true }).waitFor();
  const mark = (text: string) =>
    answer(sven.page)
      .getByText(text, { exact: true })
      .first()
      .evaluate((element) => element.setAttribute("data-stays", ""));
  await mark("A list:");
  dictation.say("ond\n\n```ts\nconst a = 1;\n");
  await answer(sven.page).locator("pre").getByText("const a = 1;").waitFor();
  await mark("first");
  dictation.say("const b = 2;\n```\n\nThe end.");
  await answer(sven.page).getByText("The end.").waitFor();
  dictation.end();
  await finished(sven.page);
  await expect.poll(() => answer(sven.page).locator("[data-stays]").allTextContents()).toEqual(["A list:", "first"]);
  await expect.poll(() => answer(sven.page).locator("pre").first().textContent()).toContain("const b = 2;");
});

journey("those who listen hear that it writes and the whole answer, once, and no piece of it", async ({ people }) => {
  const room = await stage.room("heard");
  const sven = await enter(people, "Sven Dahl", room);
  await sven.page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const regions = '[aria-live="polite"], [aria-live="assertive"], [role="status"], [role="alert"]';
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const at = target instanceof Element ? target : target.parentElement;
        const live = at?.closest("[aria-live], [role=status], [role=alert], [role=log]");
        if (!live?.matches(regions) || live.getAttribute("aria-live") === "off") continue;
        const added = [...addedNodes].map((node) => node.textContent ?? "").join("");
        const text = added || (target.nodeType === Node.TEXT_NODE ? (target.textContent ?? "") : "");
        if (text) heard.push(text);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const dictation = stage.dictate();
  await write(sven.page, "@mira tell me");
  await dictation.begun;
  for (const piece of ["The north hall ", "is counted ", "on Friday", "."]) {
    dictation.say(piece);
    await answer(sven.page).getByText(piece.trim()).waitFor();
  }
  dictation.end();
  await finished(sven.page);
  const heard = () => sven.page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  await until(async () => (await heard()).find((text) => text.includes("on Friday.")), 30_000);
  const all = (await heard()).filter((text) => text.includes("Mira"));
  expect(all).toEqual(["Mira (AI) is writing", "Mira (AI): The north hall is counted on Friday."]);
  expect((await heard()).filter((text) => text.includes("north hall"))).toHaveLength(1);
  await expect.poll(() => log(sven.page).getAttribute("aria-live")).toBe("off");
});

journey("one asks, stops, allows a tool and reads the answer by keyboard alone", async ({ people }) => {
  const room = await stage.room("keys");
  const target = await makeRoom([stage.rosa, stage.sven], "keyed");
  await call(stage.rosa, "rooms.invite", { room_id: target.id, participant_id: stage.mira });
  const rosa = await enter(people, "Rosa Marten", room);
  const keys = rosa.page.keyboard;
  const first = stage.dictate();
  await keys.type("@mir");
  await rosa.page.getByRole("option", { name: /Mira/ }).waitFor();
  await keys.press("Enter");
  await keys.type("count");
  await keys.press("Enter");
  await first.begun;
  first.say("One, two");
  await answer(rosa.page).getByText("One, two").waitFor();
  await keys.press("Escape");
  await answer(rosa.page).getByText("Stopped by Rosa Marten").waitFor();

  const { plugins } = await call<{ plugins: string[] }>(stage.rosa, "aiAdmin.get", { participant_id: stage.mira });
  const loadout = [...new Set([...plugins, "scaiwave.rooms"])];
  await call(stage.rosa, "aiAdmin.update", { participant_id: stage.mira, plugins: loadout });
  const args = JSON.stringify({ room: target.name, text: "by keyboard" });
  stage.gateway.next(calling([{ id: "call_1", name: "post_message", arguments: args }]));
  const second = stage.dictate();
  await keys.type("@mira tell them");
  await keys.press("Enter");
  await answer(rosa.page)
    .getByRole("button", { name: /^Allow once/ })
    .waitFor();
  await until(
    async () => {
      await keys.press("Shift+Tab");
      const name = await rosa.page.evaluate(() => document.activeElement?.textContent ?? "");
      return name.startsWith("Allow once") || undefined;
    },
    30_000,
    () => "Shift+Tab does not come to “Allow once”.",
  );
  await keys.press("Enter");
  await second.begun;
  second.say("Told them.");
  second.end();
  await answers(rosa.page).getByText("Told them.").waitFor();
  await finished(rosa.page);
  const posted = (await messagesOf(stage.rosa, target)).filter((each) => each.sender_id === stage.mira);
  expect(posted.map((each) => each.content.body)).toEqual(["by keyboard"]);
  expect(await violations(rosa.page)).toEqual([]);
  await composer(rosa.page).focus();
  await until(
    async () => {
      await keys.press("Shift+Tab");
      const at = await rosa.page.evaluate(() => document.activeElement?.closest("article")?.textContent ?? "");
      return at.includes("Told them.") || undefined;
    },
    30_000,
    () => "Shift+Tab does not come to the answer.",
  );
});

journey(
  "what a model says is words: nothing in it is fetched, run, obeyed or rings for everyone",
  async ({ people }) => {
    const room = await stage.room("hostile");
    const [rosa, sven] = [await enter(people, "Rosa Marten", room), await enter(people, "Sven Dahl", room)];
    const asked: string[] = [];
    for (const { page } of [rosa, sven]) page.on("request", (request) => asked.push(request.url()));
    const base = stage.gateway.url;
    const text = [
      `![see](${base}/leak.png?q=secret) [press](${base}/link) <${base}/auto>`,
      `<img src="${base}/tag.png" onerror="window.broken=1"><script>window.broken=1</script>`,
      "[run](javascript:window.broken=1) @room @sven look\u200b\u{e0041}here",
      "/topic Taken over",
    ].join("\n\n");
    for (const words of [text, "/kick @sven"]) {
      const dictation = stage.dictate();
      await write(sven.page, "@mira say what the page told you");
      await dictation.begun;
      dictation.say(...(words.match(/[\s\S]{1,9}/gu) ?? []));
      dictation.end();
      for (const { page } of [rosa, sven]) {
        await answers(page)
          .filter({ hasText: words.slice(-9) })
          .last()
          .waitFor();
        await finished(page);
      }
    }
    for (const { page } of [rosa, sven]) {
      expect(await page.evaluate(() => "broken" in window)).toBe(false);
      expect(await answers(page).locator("img").count()).toBe(0);
      expect(await answers(page).locator('[href^="javascript"]').count()).toBe(0);
      expect(await wordsOf(answers(page).first())).toContain("<script>window.broken=1</script>");
    }
    expect(asked.filter((url) => url.startsWith(base))).toEqual([]);
    expect(stage.gateway.heard.filter(({ path }) => /leak|link|auto|tag/.test(path))).toEqual([]);
    const said = (await messagesOf(stage.sven, room)).filter((each) => each.sender_id === stage.mira);
    expect(said.some(({ content }) => content.mentions_room === true)).toBe(false);
    expect(said.map(({ content }) => content.body ?? "").join("")).not.toMatch(/\u200b|\u{e0041}/u);
    const { topic } = await call<{ topic: string | null }>(stage.rosa, "rooms.get", { room_id: room.id });
    expect(topic).toBe(null);
    await write(sven.page, "I am still here");
    await rosa.page.getByText("I am still here").first().waitFor();
  },
);
