import { expect } from "vitest";
import { journey } from "./support/people.ts";
import { act, alive, composer, message, openRoom, row, thread, write } from "./support/screen.ts";
import { makeRoom, say, signInByForm } from "./support/world.ts";

async function anaAndBram() {
  return [await signInByForm("ana"), await signInByForm("bram")] as const;
}

journey("two people talk live, and each sees that the other is typing", async ({ people }) => {
  const room = await makeRoom(await anaAndBram(), "talk");
  const ana = await people.signIn("Ana de Vries", { at: room.path });
  const bram = await people.signIn("Bram Okafor", { at: room.path });
  await Promise.all([alive(ana.page), alive(bram.page)]);

  await composer(ana.page).pressSequentially("Good morning");
  await bram.page.getByText(/^Ana.* is typing/).waitFor();
  await composer(ana.page).press("Enter");
  await message(bram.page, "Good morning").waitFor();
  await bram.page.getByText(/^Ana.* is typing/).waitFor({ state: "hidden" });

  await write(bram.page, "Morning, **Ana**");
  await message(ana.page, "Morning, Ana").getByText("Ana", { exact: true }).and(ana.page.locator("strong")).waitFor();
  await expect.poll(() => composer(bram.page).inputValue()).toBe("");

  await ana.page.reload();
  await message(ana.page, "Good morning").waitFor();
  await message(ana.page, "Morning, Ana").waitFor();
});

journey("a reaction, an edit and a removal are on the other's screen at once", async ({ people }) => {
  const room = await makeRoom(await anaAndBram(), "verbs");
  const ana = await people.signIn("Ana de Vries", { at: room.path });
  const bram = await people.signIn("Bram Okafor", { at: room.path });
  await Promise.all([alive(ana.page), alive(bram.page)]);
  await write(ana.page, "The gate opens at nine");
  await message(bram.page, "at nine").waitFor();

  await act(bram.page, "at nine", /^React$/);
  await bram.page.getByRole("textbox", { name: "Search emoji" }).fill("rocket");
  await bram.page
    .getByRole("button", { name: /rocket/i })
    .first()
    .click();
  const pill = message(ana.page, "at nine").getByRole("button", { name: "🚀 1" });
  await pill.waitFor();
  await pill.click();
  await message(bram.page, "at nine").getByRole("button", { name: "🚀 2" }).waitFor();

  await act(ana.page, "at nine", /^Edit/);
  const field = ana.page.getByRole("main").getByRole("textbox").and(ana.page.locator(":focus"));
  await field.fill("The gate opens at ten");
  await field.press("Enter");
  await message(bram.page, "at ten").getByText("(edited)").waitFor();
  await expect.poll(() => message(bram.page, "at nine").count()).toBe(0);

  await act(ana.page, "at ten", /^Remove/);
  await ana.page.getByRole("dialog").getByRole("button", { name: "Remove message" }).click();
  await message(bram.page, /removed a message/).waitFor();
  await message(bram.page, "at ten").waitFor({ state: "detached" });
  expect(await bram.page.content()).not.toContain("at ten");
});

journey("a reply in a thread is counted under its message and read in the panel", async ({ people }) => {
  const room = await makeRoom(await anaAndBram(), "threads");
  const ana = await people.signIn("Ana de Vries", { at: room.path });
  const bram = await people.signIn("Bram Okafor", { at: room.path });
  await Promise.all([alive(ana.page), alive(bram.page)]);
  await write(ana.page, "Who has the key?");
  await message(bram.page, "Who has the key?").waitFor();

  await act(bram.page, "Who has the key?", /^Reply in thread/);
  const field = thread(bram.page).getByRole("textbox");
  await field.fill("It is on my desk");
  await field.press("Enter");
  await thread(bram.page).getByText("It is on my desk").waitFor();

  const footer = message(ana.page, "Who has the key?").getByRole("link", { name: /1 reply/ });
  await footer.click();
  await thread(ana.page).getByText("It is on my desk").waitFor();
  await say((await anaAndBram())[1], room, "in the room, not in the thread");
  await message(ana.page, "in the room, not in the thread").waitFor();
  expect(await thread(ana.page).getByText("in the room, not in the thread").count()).toBe(0);
  expect(await ana.page.getByRole("main").getByText("It is on my desk").count()).toBe(0);
});

journey("a room that is not open says what waits in it, until it is read in any tab", async ({ people }) => {
  const [anaElsewhere, bramElsewhere] = await anaAndBram();
  const quiet = await makeRoom([anaElsewhere, bramElsewhere], "quiet");
  const busy = await makeRoom([anaElsewhere, bramElsewhere], "busy");
  const bram = await people.signIn("Bram Okafor", { at: quiet.path });
  await alive(bram.page);
  const other = await bram.tab();
  await openRoom(other, quiet);

  await say(anaElsewhere, busy, "one");
  await say(anaElsewhere, busy, "two");
  await say(anaElsewhere, busy, "three for @bram", { mentions: [bramElsewhere.participantId] });
  await row(bram.page, busy, ", 3 unread, 1 mention").waitFor();
  await row(other, busy, ", 3 unread, 1 mention").waitFor();

  await row(bram.page, busy).click();
  await message(bram.page, "three for").waitFor();
  await bram.page.getByRole("separator", { name: "New messages" }).waitFor();
  await row(bram.page, busy, "$").waitFor();
  await row(other, busy, "$").waitFor();
});
