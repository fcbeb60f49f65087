import { expect } from "vitest";
import { journey } from "./support/people.ts";
import { addressOf, message, row } from "./support/screen.ts";
import { makeRoom, say, signInByForm } from "./support/world.ts";

journey("someone without JavaScript signs in, finds a room and reads it", async ({ people }) => {
  const ana = await signInByForm("ana");
  const room = await makeRoom([ana, await signInByForm("bram")], "plain");
  const root = await say(ana, room, "Numbers of *today*:\n\n| gate | taps |\n|---|---|\n| north | 48 |");
  await say(ana, room, "```ts\nconst taps = 48;\n```");
  await say(ana, room, "a reply", { thread_root_id: root.id });

  const bram = await people.signIn("Bram Okafor", { javaScriptEnabled: false });
  await row(bram.page, room).click();
  await message(bram.page, "Numbers of today").getByRole("cell", { name: "48" }).waitFor();
  await message(bram.page, "const taps = 48").waitFor();
  await bram.page.getByRole("heading", { level: 1, name: room.name }).waitFor();
  await message(bram.page, "Numbers of today")
    .getByRole("link", { name: /1 reply/ })
    .click();
  await bram.page.getByRole("complementary", { name: "Thread" }).getByText("a reply").waitFor();
});

journey("what is said meanwhile is there on the next load, and an unknown room says so", async ({ people }) => {
  const ana = await signInByForm("ana");
  const room = await makeRoom([ana, await signInByForm("bram")], "plain");
  const bram = await people.signIn("Bram Okafor", { javaScriptEnabled: false, at: room.path });
  await say(ana, room, "said after the page was made");
  await bram.page.reload();
  await message(bram.page, "said after the page was made").waitFor();

  bram.record.expectFault(/status of 404/);
  const path = room.path.replace(/[^/]+$/, "01234567-89ab-7def-8123-456789abcdef");
  const answer = await bram.page.goto(addressOf({ path }));
  expect(answer?.status()).toBe(404);
  await bram.page.getByText("You can't open this").waitFor();
});
