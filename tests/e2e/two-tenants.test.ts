import { randomUUID } from "node:crypto";
import { expect, inject } from "vitest";
import { watchFor } from "./support/canaries.ts";
import { originOf } from "./support/http.ts";
import { journey } from "./support/people.ts";
import { alive, message, openRoom, row, write } from "./support/screen.ts";
import { acme, linden, makeRoom, signInByForm } from "./support/world.ts";

journey("two tenants side by side never see each other's words, rooms or people", async ({ people }) => {
  const ours = await makeRoom([await signInByForm("ana")], "side-by-side");
  const theirs = await makeRoom([await signInByForm("rosa", acme)], "side-by-side");
  const ana = await people.signIn("Ana de Vries", { at: ours.path });
  const rosa = await people.signIn("Rosa Marten", { at: theirs.path, host: acme });
  await Promise.all([alive(ana.page), alive(rosa.page)]);

  const secrets = { [linden]: `linden-${randomUUID()}`, [acme]: `acme-${randomUUID()}` };
  for (const [host, value] of Object.entries(secrets)) {
    await watchFor({ name: `a message of ${host}`, value, mayBeIn: (place) => place.host === host });
  }
  await write(ana.page, secrets[linden] ?? "");
  await write(rosa.page, secrets[acme] ?? "");
  await message(ana.page, secrets[linden] ?? "").waitFor();
  await message(rosa.page, secrets[acme] ?? "").waitFor();

  ana.record.expectFault(/status of 404/);
  // The same address at the other host is not there, and neither are its rooms in the list or in the switcher.
  await ana.page.goto(`${originOf({ host: linden, port: inject("port") })}${theirs.path}`);
  await ana.page.getByText("You can't open this").waitFor();
  expect(await row(ana.page, theirs).count()).toBe(0);
  await openRoom(ana.page, ours);
  await ana.page.keyboard.press("Control+k");
  await ana.page.getByRole("combobox").fill(theirs.name);
  await ana.page.getByText(/Nothing called/).waitFor();
  await ana.page.keyboard.press("Escape");
});

journey("a browser that is signed in at one tenant is a stranger at the other", async ({ people }) => {
  const ana = await people.signIn("Ana de Vries");
  await ana.page.goto(`${originOf({ host: acme, port: inject("port") })}/`);
  await ana.page.getByRole("heading", { name: "Acme" }).waitFor();
  await expect.poll(() => ana.page.getByRole("button", { name: /^Rosa Marten/ }).count()).toBe(1);
  expect(await ana.page.getByText("Ana de Vries").count()).toBe(0);
});
