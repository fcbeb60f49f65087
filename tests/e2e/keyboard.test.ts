import { expect, inject } from "vitest";
import { originOf } from "./support/http.ts";
import { journey } from "./support/people.ts";
import { alive, composer, message, thread } from "./support/screen.ts";
import { linden, makeRoom, say, signInByForm } from "./support/world.ts";

journey(
  "a whole visit by keyboard: sign in, jump to a room, send, answer in a thread, and Esc leads back",
  async ({ people }) => {
    const bram = await signInByForm("bram");
    const room = await makeRoom([bram, await signInByForm("ana")], "keys");
    await say(bram, room, "answer me in a thread");
    const { page } = await people.visit();
    await page.goto(`${originOf({ host: linden, port: inject("port") })}/sign-in`);
    await page.keyboard.press("Tab");
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    for (let step = 0; step < 10 && !(await focused()).includes("Ana de Vries"); step += 1)
      await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => !url.pathname.startsWith("/sign-in") && !url.pathname.startsWith("/auth"));
    await page.getByRole("navigation", { name: "Rooms and people" }).waitFor();
    await page.waitForFunction(() =>
      performance.getEntriesByType("resource").some(({ name }) => name.includes("identity.streamTicket")),
    );

    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.type(room.name);
    await page.getByRole("option", { name: new RegExp(room.name) }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname.endsWith(room.id));
    await alive(page);
    await expect.poll(() => composer(page).evaluate((field) => field === document.activeElement)).toBe(true);

    await page.keyboard.type("written without a mouse");
    await page.keyboard.press("Enter");
    await message(page, "written without a mouse").waitFor();

    // From the field back into the messages, up to the one that is answered.
    await page.keyboard.press("Shift+Tab");
    const inMessage = () => page.evaluate(() => document.activeElement?.closest("article")?.textContent ?? "");
    for (let step = 0; step < 10 && (await inMessage()) === ""; step += 1) await page.keyboard.press("Shift+Tab");
    for (let step = 0; step < 10 && !(await inMessage()).includes("answer me"); step += 1)
      await page.keyboard.press("ArrowUp");
    expect(await inMessage()).toContain("answer me in a thread");
    await page.keyboard.press("t");
    await thread(page).getByRole("textbox").waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest("aside") !== null)).toBe(true);
    await page.keyboard.type("here it is");
    await page.keyboard.press("Enter");
    await thread(page).getByText("here it is").waitFor();

    await page.keyboard.press("Escape");
    await thread(page).waitFor({ state: "detached" });
    await expect.poll(() => composer(page).evaluate((field) => field === document.activeElement)).toBe(true);
  },
);

journey(
  "every control of a room is reached by Tab, has a name, and shows that it has the focus",
  async ({ people }) => {
    const ana = await signInByForm("ana");
    const room = await makeRoom([ana], "tabs");
    await say(ana, room, "with a [link](https://example.org)");
    const { page } = await people.signIn("Ana de Vries", { at: room.path });
    await alive(page);
    const stops: string[] = [];
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const at = document.activeElement;
        if (!(at instanceof HTMLElement) || at === document.body) return null;
        const named = at.getAttribute("aria-label") ?? at.getAttribute("aria-labelledby") ?? at.textContent?.trim();
        const { outlineStyle, boxShadow } = getComputedStyle(at);
        const box = at.closest("form")?.firstElementChild ?? at.parentElement?.parentElement?.parentElement;
        const around = box ? getComputedStyle(box) : undefined;
        const shown =
          outlineStyle !== "none" ||
          boxShadow !== "none" ||
          (at instanceof HTMLTextAreaElement && around !== undefined);
        return { what: `${at.tagName} ${named ?? ""}`.slice(0, 80), named: Boolean(named), shown };
      });
      if (!stop) break;
      expect(stop).toMatchObject({ named: true, shown: true });
      stops.push(stop.what);
    }
    expect(stops.join("\n")).toMatch(/Message #/);
    expect(stops.length).toBeGreaterThan(8);
  },
);
