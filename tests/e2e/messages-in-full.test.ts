import { expect } from "vitest";
import { journey } from "./support/people.ts";
import { act, alive, composer, message, messages, openRoom, row, thread, write } from "./support/screen.ts";
import { makeRoom, say, signInByForm } from "./support/world.ts";

async function anaAndBram() {
  return [await signInByForm("ana"), await signInByForm("bram")] as const;
}

journey("a draft is on one's other device within two seconds, and what it replaced comes back", async ({ people }) => {
  const room = await makeRoom(await anaAndBram(), "drafts");
  const other = await makeRoom(await anaAndBram(), "elsewhere");
  const desk = await people.signIn("Ana de Vries", { at: room.path });
  const sofa = await people.signIn("Ana de Vries", { at: room.path });
  await Promise.all([alive(desk.page), alive(sofa.page)]);
  await composer(desk.page).fill("half a thought");
  await expect.poll(() => composer(sofa.page).inputValue()).toBe("half a thought");

  await composer(sofa.page).fill("half a thought, and more");
  await expect.poll(() => composer(desk.page).inputValue()).toBe("half a thought, and more");

  await openRoom(desk.page, other);
  await openRoom(desk.page, room);
  await expect.poll(() => composer(desk.page).inputValue()).toBe("half a thought, and more");
  await composer(desk.page).press("Enter");
  await message(sofa.page, "half a thought, and more").waitFor();
  await expect.poll(() => composer(sofa.page).inputValue()).toBe("");
});

journey("formatted text is pasted as Markdown, and one undo leads back to the words", async ({ people }) => {
  const room = await makeRoom(await anaAndBram(), "paste");
  const { page } = await people.signIn("Ana de Vries", { at: room.path });
  await alive(page);
  await composer(page).pressSequentially("see: ");
  await composer(page).evaluate((field) => {
    const data = new DataTransfer();
    data.setData("text/plain", "bold and linked");
    data.setData("text/html", "<p><b>bold</b> and <a href='https://a.example/'>linked</a></p>");
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect.poll(() => composer(page).inputValue()).toBe("see: **bold** and [linked](https://a.example/)");
  await page.keyboard.press("Control+z");
  await expect.poll(() => composer(page).inputValue()).toBe("see: bold and linked");
  await page.keyboard.press("Control+Shift+z");
  await expect.poll(() => composer(page).inputValue()).toBe("see: **bold** and [linked](https://a.example/)");

  await composer(page).fill("");
  await composer(page).pressSequentially("@br");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Tab");
  await expect.poll(() => composer(page).inputValue()).toBe("@bram ");
  await page.keyboard.press("Control+z");
  await expect.poll(() => composer(page).inputValue()).toMatch(/^@br?$/);
});

journey("a thread is followed, has its own mark, and also speaks to the room", async ({ people }) => {
  const [ana, bram] = await anaAndBram();
  const room = await makeRoom([ana, bram], "threads");
  const reader = await people.signIn("Ana de Vries", { at: room.path });
  await alive(reader.page);
  await write(reader.page, "Where do we meet?");
  await message(reader.page, "Where do we meet?").waitFor();
  const { page } = await people.signIn("Bram Okafor", { at: room.path });
  await alive(page);
  await act(page, "Where do we meet?", /Reply in thread/);
  await thread(page).getByRole("textbox").fill("At the station");
  await thread(page).getByRole("textbox").press("Enter");
  await thread(page).getByRole("button", { name: "Following" }).waitFor();

  // Ana began it, so she follows it: the footer says that something is new there.
  const footer = message(reader.page, "Where do we meet?").getByRole("link", { name: /1 reply/ });
  await expect.poll(() => footer.textContent()).toMatch(/unread/);
  await reader.page.goto(new URL("/threads", reader.page.url()).href);
  const card = reader.page.getByRole("region", { name: /Thread in .*, 1 unread/ });
  await card.getByText("At the station").waitFor();
  await reader.page.getByRole("button", { name: "Mark all as read" }).click();
  await reader.page.getByText("Marked 1 thread as read").waitFor();
  await card.waitFor({ state: "detached" });
  await reader.page.getByRole("button", { name: "Undo" }).click();
  await card.waitFor();
  await card.getByRole("link", { name: "Reply in thread" }).click();
  await thread(reader.page).getByText("At the station").waitFor();

  await thread(page)
    .getByRole("checkbox", { name: /Also send to/ })
    .check();
  await thread(page).getByRole("textbox").fill("Track four");
  await thread(page).getByRole("textbox").press("Enter");
  await expect.poll(() => messages(page).filter({ hasText: "Track four" }).count()).toBe(1);
  await expect.poll(() => messages(reader.page).filter({ hasText: "Track four" }).count()).toBe(1);
  await thread(reader.page).getByText("Track four").waitFor();
});

journey("messages are pinned in an order that everyone sees, and forwarded as they stand", async ({ people }) => {
  const [ana, bram] = await anaAndBram();
  const room = await makeRoom([ana, bram], "pins");
  const other = await makeRoom([ana, bram], "target");
  const first = await say(bram, room, "The plan is **this**");
  await say(bram, room, "The address is that");
  const { page } = await people.signIn("Ana de Vries", { at: room.path });
  const { page: bramPage } = await people.signIn("Bram Okafor", { at: `${room.path}?panel=pins` });
  await Promise.all([alive(page), alive(bramPage)]);
  await act(page, "The plan is", /^Pin/);
  await act(page, "The address is", /^Pin/);
  const panel = bramPage.getByRole("complementary", { name: "Pinned messages" });
  await expect.poll(() => panel.getByRole("listitem").allTextContents()).toHaveLength(2);
  await message(page, "The plan is")
    .getByRole("link", { name: /Pinned by Ana/ })
    .click();
  const mine = page.getByRole("complementary", { name: "Pinned messages" });
  await mine.getByRole("listitem").nth(1).getByRole("button", { name: "Move up" }).click();
  await expect.poll(() => panel.getByRole("listitem").first().textContent()).toContain("The address is");

  await act(page, "The plan is", /^Forward/);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("To").fill(other.name);
  await dialog.getByRole("button", { name: other.name }).first().click();
  await dialog.getByLabel(/Comment/).fill("look here");
  await dialog.getByRole("button", { name: /^Forward to/ }).click();
  await page.getByText(/^Forwarded to/).waitFor();
  await openRoom(bramPage, other);
  const forwarded = message(bramPage, "look here");
  await forwarded.getByText("The plan is").waitFor();

  await openRoom(page, other);
  await message(page, "look here").getByText("The plan is").waitFor();
  const { call } = await import("./support/http.ts");
  await call(bram, "messages.redact", { room_id: room.id, event_id: first.id });
  await message(page, "look here").getByText("Message unavailable").waitFor();
});

journey("everything is marked as read in one go, and a message marked unread stays so", async ({ people }) => {
  const [ana, bram] = await anaAndBram();
  const room = await makeRoom([ana, bram], "reading");
  const other = await makeRoom([ana, bram], "other");
  await say(bram, room, "first words");
  await say(bram, room, "second words");
  const { page } = await people.signIn("Ana de Vries", { at: room.path });
  await alive(page);
  await row(page, room).waitFor();
  await act(page, "first words", /^Mark unread from here/);
  await openRoom(page, other);
  await row(page, room, ", 2 unread").waitFor();
});
