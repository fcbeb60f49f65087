import type { Page } from "playwright";
import { expect, inject } from "vitest";
import { originOf } from "./support/http.ts";
import { journey } from "./support/people.ts";
import { alive, composer, live, message, thread } from "./support/screen.ts";
import { linden, makeRoom, say, signInByForm } from "./support/world.ts";

journey(
  "a whole visit by keyboard: sign in, jump to a room, send, answer in a thread, and Esc leads back",
  async ({ people }) => {
    const bram = await signInByForm("bram");
    const ana = await signInByForm("ana");
    const first = await makeRoom([bram, ana], "first");
    const room = await makeRoom([bram, ana], "keys");
    await say(bram, room, "answer me in a thread");
    const { page } = await people.visit();
    await page.goto(`${originOf({ host: linden, port: inject("port") })}/sign-in?next=${first.path}`);
    await page.keyboard.press("Tab");
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    for (let step = 0; step < 10 && !(await focused()).includes("Ana de Vries"); step += 1)
      await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => !url.pathname.startsWith("/sign-in") && !url.pathname.startsWith("/auth"));
    await page.getByRole("button", { name: /Search or jump to/ }).waitFor();
    await live(page);

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
    const inMessage = () =>
      page.evaluate(() =>
        document.activeElement?.matches("article") ? (document.activeElement.textContent ?? "") : "",
      );
    for (let step = 0; step < 10 && (await inMessage()) === ""; step += 1) await page.keyboard.press("Shift+Tab");
    for (let step = 0; step < 10 && !(await inMessage()).includes("answer me"); step += 1)
      await page.keyboard.press("ArrowUp");
    await expect.poll(inMessage).toContain("answer me in a thread");
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
    const faults: string[] = [];
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press("Tab");
      const name = await nameOfFocused(page);
      if (name === null) break;
      stops.push(name);
      if (!/^\S+ \S/.test(name)) faults.push(`${name} has no name.`);
      if (!(await showsFocus(page))) faults.push(`${name} does not show that it has the focus.`);
    }
    expect(faults).toEqual([]);
    expect(stops.join("\n")).toMatch(/Message #/);
    expect(stops.length).toBeGreaterThan(8);
  },
);

/** Tag and name of what has the focus; null when Tab has left the page. */
function nameOfFocused(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const labels = (at.getAttribute("aria-labelledby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent);
    return `${at.tagName} ${at.getAttribute("aria-label") ?? (labels.join(" ").trim() || at.textContent?.trim())}`.slice(
      0,
      80,
    );
  });
}

/** Whether the place around what has the focus looks different without it. */
async function showsFocus(page: Page): Promise<boolean> {
  const focused = await page.evaluateHandle(() => document.activeElement as HTMLElement);
  const box = await focused.evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect);
  // What shows the focus of the field one writes in is the frame that it shares with the buttons beside it.
  const around = 14;
  const clip = {
    x: Math.max(0, box.x - around),
    y: Math.max(0, box.y - around),
    width: box.width + 2 * around,
    height: box.height + 2 * around,
  };
  const withFocus = await page.screenshot({ clip, animations: "disabled" });
  await focused.evaluate((element) => element.blur());
  const without = await page.screenshot({ clip, animations: "disabled" });
  await focused.evaluate((element) => element.focus());
  return !withFocus.equals(without);
}
