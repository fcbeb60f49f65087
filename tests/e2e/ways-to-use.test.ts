import type { Page } from "playwright";
import { expect, inject } from "vitest";
import { violations } from "./support/axe.ts";
import { call, originOf } from "./support/http.ts";
import { heard, listen } from "./support/listening.ts";
import { journey } from "./support/people.ts";
import { alive, composer, live, message, openRoom, row, write } from "./support/screen.ts";
import { linden, makeRoom, say, signInByForm } from "./support/world.ts";

const origin = () => originOf({ host: linden, port: inject("port") });

/** The part of the window that has the focus. */
function part(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    const parts: readonly (readonly [string, string])[] = [
      ["rail", "#rail"],
      ["list", "#sidebar"],
      ["panel", "#panel"],
      ["header", "#main header"],
      ["messages", '#main [role="log"]'],
      ["composer", "#main textarea"],
    ];
    return parts.find(([, selector]) => at?.closest(selector))?.[0] ?? `nowhere: ${at?.outerHTML.slice(0, 80)}`;
  });
}

journey("F6 goes from part to part of the window and round, and Shift+F6 the other way", async ({ people }) => {
  const ana = await signInByForm("ana");
  const room = await makeRoom([ana], "ring");
  await say(ana, room, "something to stand on");
  const { page } = await people.signIn("Ana de Vries", { at: `${room.path}?panel=members` });
  await alive(page);
  await page.getByRole("complementary", { name: "Members" }).getByRole("button").first().waitFor();
  await composer(page).focus();
  const ring = ["panel", "rail", "list", "header", "messages", "composer"];
  for (const next of ring) {
    await page.keyboard.press("F6");
    await expect.poll(() => part(page)).toBe(next);
  }
  for (const next of [...ring.slice(0, -1).reverse(), "composer"]) {
    await page.keyboard.press("Shift+F6");
    await expect.poll(() => part(page)).toBe(next);
  }
  await page.goto(`${origin()}/you/preferences`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await live(page);
  const landmarks = await page.evaluate(() =>
    ["main", "nav", "#rail", "#sidebar"].map((selector) => document.querySelectorAll(selector).length > 0),
  );
  expect(landmarks).toEqual([true, true, true, true]);
  for (const inside of ["#rail", "#sidebar", "#main", "#rail"]) {
    await page.keyboard.press("F6");
    await expect.poll(() => page.evaluate((at) => document.activeElement?.closest(at) != null, inside)).toBe(true);
  }
});

journey("the focus comes back to where one was when a layer over the page goes", async ({ people }) => {
  const ana = await signInByForm("ana");
  const room = await makeRoom([ana], "back");
  await say(ana, room, "something to act on");
  const { page } = await people.signIn("Ana de Vries", { at: room.path });
  await alive(page);
  const name = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
  const openers: readonly (readonly [string, string])[] = [
    ["More about this room", "menu"],
    ["New", "menu"],
    ["Emoji", "dialog"],
    ["Search or jump to", "dialog"],
  ];
  for (const [label, role] of openers) {
    const opener = page.getByRole("button", { name: new RegExp(`^${label}`) }).first();
    await opener.focus();
    const before = await name();
    await page.keyboard.press("Enter");
    await page
      .getByRole(role as "menu")
      .first()
      .waitFor();
    await page.keyboard.press("Escape");
    await page
      .getByRole(role as "menu")
      .first()
      .waitFor({ state: "detached" });
    await expect
      .poll(() => opener.evaluate((button) => button === document.activeElement), { message: `${label}, ${before}` })
      .toBe(true);
  }
  // A dialog out of a menu leads back to what opened the menu.
  await page.getByRole("button", { name: "More about this room" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Edit name and topic" }).press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(name).toBe("More about this room");
  await page.keyboard.press("Control+.");
  await page.getByRole("complementary", { name: "Members" }).getByRole("button").first().focus();
  await page.keyboard.press("Escape");
  await expect.poll(() => part(page)).toBe("composer");
});

journey("what is new in a room is said once, and nothing to who turned it off", async ({ people }) => {
  const [ana, bram] = [await signInByForm("ana"), await signInByForm("bram")];
  const room = await makeRoom([ana, bram], "said");
  for (let n = 1; n <= 40; n += 1) await say(bram, room, `history ${n}`);
  const { page, context } = await people.signIn("Ana de Vries");
  await listen(context);
  await openRoom(page, room);
  await message(page, "history 40").waitFor();
  await page.getByRole("main").getByRole("log").hover();
  await page.mouse.wheel(0, -4_000);
  await message(page, "history 1").first().waitFor();
  await write(page, "one's own words");
  await say(bram, room, "words of another");
  const told = async () => (await heard(page)).filter((line) => /history|own words|words of another/.test(line));
  await expect.poll(told).toEqual(["Bram Okafor: words of another"]);
  try {
    await call(ana, "participants.updatePreferences", { announce_messages: false });
    await say(bram, room, "unheard");
    await message(page, "unheard").waitFor();
    await call(ana, "participants.updatePreferences", { announce_messages: true });
    await page.goto(`${origin()}/you/preferences`);
    await page.getByRole("button", { name: "Say new messages, On" }).waitFor();
    await openRoom(page, room);
    await say(bram, room, "heard again");
    await expect.poll(() => heard(page)).toContainEqual("Bram Okafor: heard again");
    expect((await heard(page)).join()).not.toContain("unheard");
  } finally {
    await call(ana, "participants.updatePreferences", { announce_messages: true });
  }
});

/** What stands beyond the right edge and cannot be scrolled to inside a part of its own. */
function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > window.innerWidth ? ["the page scrolls sideways"] : [];
    const cut = [...document.querySelectorAll<HTMLElement>("body *")].filter((element) => {
      const { right, width, height } = element.getBoundingClientRect();
      if (width === 0 || height === 0 || right <= window.innerWidth + 1 || !element.checkVisibility()) return false;
      for (let at = element.parentElement; at; at = at.parentElement) {
        if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX)) return false;
      }
      return true;
    });
    return [...wide, ...cut.slice(0, 5).map((element) => element.outerHTML.slice(0, 140))];
  });
}

for (const [zoom, size] of [
  ["200 %", { width: 720, height: 450 }],
  ["400 %, 320 px", { width: 320, height: 256 }],
] as const) {
  journey(`at ${zoom} nothing scrolls sideways and everything is in reach`, async ({ people }) => {
    const [ana, bram] = [await signInByForm("ana"), await signInByForm("bram")];
    const room = await makeRoom([ana, bram], "zoomed");
    await say(bram, room, `a long word ${"x".repeat(200)} and https://example.org/${"path/".repeat(30)}`);
    await say(bram, room, `| a | b | c | d |\n|---|---|---|---|\n|${" many words in a cell |".repeat(4)}`);
    const { page } = await people.signIn("Ana de Vries", { viewport: size, deviceScaleFactor: 2 });
    const found: { [path: string]: string[] } = {};
    const paths = [
      room.path,
      `${room.path}?panel=members`,
      "/threads",
      "/you",
      "/you/preferences",
      "/you/security",
      "/you/tokens",
      "/you/ai",
      "/admin",
      "/admin/people",
      "/admin/audit",
      "/admin/ai",
      "/admin/ai/models",
      "/admin/settings",
      "/docs",
      "/docs/api/messages",
    ];
    for (const path of paths) {
      await page.goto(`${origin()}${path}`);
      await page.getByRole("heading").first().waitFor({ state: "attached" });
      const cut = await overflowing(page);
      if (cut.length > 0) found[path] = cut;
    }
    expect(found).toEqual({});
    await openRoom(page, room);
    await write(page, "written close by");
    await message(page, "written close by").waitFor();
    await expect.poll(() => composer(page).isVisible()).toBe(true);
    const box = await page.getByRole("main").getByRole("log").boundingBox();
    expect(box?.height ?? 0).toBeGreaterThan(60);
  });
}

journey("with colours forced, what is selected, marked and tagged still has an edge", async ({ people }) => {
  const [ana, bram] = [await signInByForm("ana"), await signInByForm("bram")];
  const [room, other] = [await makeRoom([ana, bram], "forced"), await makeRoom([ana, bram], "marked")];
  await say(bram, other, "for @ana", { mentions: [ana.participantId] });
  await say(bram, room, "for @ana too", { mentions: [ana.participantId] });
  const { page } = await people.signIn("Ana de Vries", {
    at: room.path,
    forcedColors: "active",
    reducedMotion: "reduce",
  });
  await alive(page);
  const edged = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => {
        const all = [
          element,
          ...element.querySelectorAll("*"),
          ...(element.parentElement ? [element.parentElement] : []),
        ];
        return all.some((each) =>
          [getComputedStyle(each), getComputedStyle(each, "::before"), getComputedStyle(each, "::after")].some(
            (style) =>
              (Number.parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none") ||
              (Number.parseFloat(style.borderLeftWidth) > 0 && style.borderLeftStyle !== "none") ||
              (Number.parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none"),
          ),
        );
      });
  await row(page, other, ", 1 unread, 1 mention").waitFor();
  expect(await edged(`#sidebar a[href$="${room.id}"]`)).toBe(true);
  expect(await edged(`#sidebar a[href$="${other.id}"]`)).toBe(true);
  expect(await edged("article[data-mentions-me], article")).toBe(true);
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "More about this room" }).click();
  expect(await edged('[role="menu"]')).toBe(true);
});

journey("for who wants less motion nothing moves by itself", async ({ people }) => {
  const [ana, bram] = [await signInByForm("ana"), await signInByForm("bram")];
  const room = await makeRoom([ana, bram], "still");
  await say(bram, room, "hold still");
  const { page } = await people.signIn("Ana de Vries", { at: `${room.path}?panel=members`, reducedMotion: "reduce" });
  await alive(page);
  const moving = () =>
    page.evaluate(() => {
      const lasting = (list: string) => list.split(",").some((each) => Number.parseFloat(each) > 0.01);
      const slow = [...document.querySelectorAll("*")].filter((element) => {
        const style = getComputedStyle(element);
        return (
          (style.animationName !== "none" && lasting(style.animationDuration)) ||
          lasting(style.transitionDuration) ||
          style.scrollBehavior === "smooth"
        );
      });
      return slow.map((element) => element.outerHTML.slice(0, 100));
    });
  expect(await moving()).toEqual([]);
  await page.getByRole("button", { name: "More about this room" }).click();
  await page.getByRole("menuitem", { name: "Edit name and topic" }).click();
  await page.getByRole("dialog").waitFor();
  expect(await moving()).toEqual([]);
  expect(
    await page.evaluate(() => document.getAnimations().filter((each) => each.playState === "running").length),
  ).toBe(0);
});
