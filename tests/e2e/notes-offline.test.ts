import { expect } from "vitest";
import { caretBehind, chip, editor, makeNote, openNote, stored, writeIn, written } from "./support/notes.ts";
import { journey, type Someone } from "./support/people.ts";
import { signInByForm } from "./support/world.ts";

/** Requests and sockets that fail while there is no network are what the journey is about. */
function mayLoseTheNetwork({ record }: Someone): void {
  record.expectFault(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED|WebSocket connection|Failed to fetch/);
}

journey("an hour offline: what both wrote meanwhile stands in one text afterwards", async ({ people }) => {
  const note = await makeNote(await signInByForm("ana"), "train", "On the train.\n\nAt the office.\n");
  const [ana, bram] = [await people.signIn("Ana de Vries"), await people.signIn("Bram Okafor")];
  mayLoseTheNetwork(ana);
  await ana.page.clock.install();
  await Promise.all([writeIn(ana, note), writeIn(bram, note)]);

  await ana.context.setOffline(true);
  await caretBehind(ana.page, "On the train");
  await ana.page.keyboard.type(" Ana writes on");
  await chip(ana.page, /^Offline, 1 change kept here$/).waitFor();
  await ana.page.clock.fastForward("01:00:00");
  await caretBehind(bram.page, "At the office");
  await bram.page.keyboard.type(" Bram writes too");
  await stored(bram.session, note, (text) => text.includes("Bram writes too"));
  expect(await written(ana.page)).not.toContain("Bram writes too");

  await ana.context.setOffline(false);
  await ana.page.clock.runFor(60_000);
  const whole = "On the train Ana writes on.\n\nAt the office Bram writes too.\n";
  await stored(ana.session, note, (text) => text === whole);
  for (const { page } of [ana, bram]) {
    await expect.poll(() => written(page)).toContain("Ana writes on.");
    await expect.poll(() => written(page)).toContain("Bram writes too.");
  }
});

journey("on a phone every verb of a note stays on the screen while it tells that it is offline", async ({ people }) => {
  const ana = await people.signIn("Ana de Vries", {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  mayLoseTheNetwork(ana);
  const note = await makeNote(ana.session, "narrow", "Begun.\n");
  await writeIn(ana, note);
  await ana.context.setOffline(true);
  await caretBehind(ana.page, "Begun");
  await ana.page.keyboard.type(" on the way");
  await chip(ana.page, /^Offline, 1 change kept here$/).waitFor();
  for (const name of ["Done", "Share", "Comments", "Outline and links", "More about this note"]) {
    const box = await ana.page.getByRole("button", { name, exact: true }).boundingBox();
    expect([name, (box?.x ?? -1) >= 0 && box!.x + box!.width <= 390]).toEqual([name, true]);
  }
});

journey("what was written offline in a tab that was closed arrives with the next one", async ({ people }) => {
  const ana = await people.signIn("Ana de Vries");
  mayLoseTheNetwork(ana);
  const note = await makeNote(ana.session, "closed", "Begun.\n");
  await writeIn(ana, note);
  await ana.context.setOffline(true);
  await caretBehind(ana.page, "Begun");
  await ana.page.keyboard.type(" and ended without a network");
  await chip(ana.page, /^Offline, 1 change kept here$/).waitFor();
  // Letters on their way to the disk go with a tab that is closed in the same moment; these have arrived.
  await ana.page.evaluate(writesEnded);
  await ana.page.close();
  await ana.context.setOffline(false);

  const page = await ana.tab();
  await openNote(page, note);
  await page.getByRole("button", { name: /^Edit/ }).click();
  await editor(page).waitFor();
  await stored(ana.session, note, (text) => text === "Begun and ended without a network.\n");
});

/** In the browser: a look into a database waits behind all that was written to it before. */
async function writesEnded(): Promise<void> {
  for (const { name } of await indexedDB.databases()) {
    if (!name?.startsWith("scaiwave-note-")) continue;
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onerror = reject;
      opening.onsuccess = () => {
        const look = opening.result.transaction("updates");
        look.objectStore("updates").count();
        look.onerror = reject;
        look.oncomplete = () => {
          opening.result.close();
          resolve();
        };
      };
    });
  }
}
