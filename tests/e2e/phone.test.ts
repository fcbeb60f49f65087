import { expect } from "vitest";
import { journey } from "./support/people.ts";
import { alive, composer, live, message, row } from "./support/screen.ts";
import { makeRoom, say, signInByForm } from "./support/world.ts";

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true } as const;

journey(
  "on a phone one goes from the list to a room, writes, and comes back, without scrolling sideways",
  async ({ people }) => {
    const bram = await signInByForm("bram");
    const room = await makeRoom([bram, await signInByForm("ana")], "phone");
    await say(bram, room, `a very long word: ${"x".repeat(300)}`);
    await say(
      bram,
      room,
      "| a | b | c | d | e | f |\n|---|---|---|---|---|---|\n| long words here | and here | and here | and here | and here | and here |",
    );
    await say(bram, room, `\`\`\`\n${"const wide = 1; ".repeat(30)}\n\`\`\``);
    const { page } = await people.signIn("Ana de Vries", phone);
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

    await live(page);
    const back = page.getByRole("link", { name: "Back to your rooms" });
    await back.or(row(page, room)).filter({ visible: true }).first().waitFor();
    if (await back.isVisible()) await back.tap();
    await row(page, room).tap();
    await alive(page);
    await message(page, "a very long word").waitFor();
    await expect.poll(fits).toBe(true);
    await expect.poll(() => row(page, room).isVisible()).toBe(false);

    await composer(page).tap();
    await page.keyboard.type("from a train");
    await page.getByRole("button", { name: "Send" }).tap();
    await message(page, "from a train").waitFor();
    await expect.poll(fits).toBe(true);

    await back.tap();
    await row(page, room).waitFor();
    await expect.poll(() => composer(page).isVisible()).toBe(false);
    await expect.poll(fits).toBe(true);
  },
);

journey(
  "what a finger must hit on a phone is at least 24 px each way, and the sending parts 44",
  async ({ people }) => {
    const ana = await signInByForm("ana");
    const room = await makeRoom([ana], "fingers");
    await say(ana, room, "something to look at");
    const { page } = await people.signIn("Ana de Vries", { ...phone, at: room.path });
    await alive(page);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("button, a[href], textarea, input")].flatMap((control) => {
        const { width, height } = control.getBoundingClientRect();
        const seen = control.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1;
        const inText = control.closest("article") !== null && control.tagName === "A";
        return seen && !inText && (width < 24 || height < 24)
          ? [`${control.outerHTML.slice(0, 120)} ${width}×${height}`]
          : [];
      }),
    );
    expect(small).toEqual([]);
    const send = await page.getByRole("button", { name: "Send" }).boundingBox();
    expect(Math.min(send?.width ?? 0, send?.height ?? 0)).toBeGreaterThanOrEqual(44);
  },
);
