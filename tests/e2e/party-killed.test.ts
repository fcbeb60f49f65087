import { expect, inject } from "vitest";
import { until } from "../start/instance.ts";
import { promisedMs } from "../support/promised.ts";
import { processOf } from "./support/canaries.ts";
import { ask } from "./support/http.ts";
import { journey } from "./support/people.ts";
import { alive, inOrder, write } from "./support/screen.ts";
import { makeRoom, say, signInByForm } from "./support/world.ts";

const burst = 30;
const killedAfter = 10;

journey(
  "the realtime process is killed amid a burst: everything acknowledged is on every screen within 5 s",
  async ({ people }) => {
    const sender = await signInByForm("ana");
    const room = await makeRoom([sender, await signInByForm("bram")], "burst");
    const ana = await people.signIn("Ana de Vries", { at: room.path });
    const bram = await people.signIn("Bram Okafor", { at: room.path });
    for (const { record } of [ana, bram]) record.expectFault(/WebSocket connection/);
    await Promise.all([alive(ana.page), alive(bram.page)]);

    const killed = await processOf("party");
    const acknowledged: string[] = [];
    for (let number = 1; number <= burst; number += 1) {
      const words = `burst-${String(number).padStart(2, "0")}`;
      await say(sender, room, words);
      acknowledged.push(words);
      if (number === killedAfter) process.kill(killed, "SIGKILL");
    }

    const lastAt = Date.now();
    for (const { page } of [ana, bram]) {
      await expect.poll(() => inOrder(page, /burst-\d\d/), { timeout: promisedMs }).toEqual(acknowledged);
    }
    expect(Date.now() - lastAt).toBeLessThan(promisedMs);
    expect(await processOf("party")).not.toBe(killed);
    const healthy = async () => ((await ask(inject("port"), { path: "/health" })).status === 200 ? true : undefined);
    await until(healthy, promisedMs);

    // Live again, not only caught up.
    await write(ana.page, "burst-99");
    await expect.poll(() => inOrder(bram.page, /burst-\d\d/)).toEqual([...acknowledged, "burst-99"]);
  },
);
