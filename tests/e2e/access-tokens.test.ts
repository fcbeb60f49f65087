import { expect, inject } from "vitest";
import { watchFor } from "./support/canaries.ts";
import { ask } from "./support/http.ts";
import { journey } from "./support/people.ts";
import { live } from "./support/screen.ts";
import { Stream } from "./support/stream.ts";
import { linden } from "./support/world.ts";

journey(
  "a token made in settings works for a program, and dies when it is revoked while connected",
  async ({ people }) => {
    const port = inject("port");
    const { page, record } = await people.signIn("Ana de Vries", { at: "/you/tokens" });
    await live(page);
    await page.getByRole("button", { name: "New token" }).click();
    await page.getByLabel("Name").fill("Nightly report");
    await page.getByRole("button", { name: /^Create token/ }).click();
    const token = (await page.locator("[data-secret]").textContent()) ?? "";
    expect(token).toMatch(/^swp_/);
    await watchFor({
      name: "a token",
      value: token,
      mayBeIn: ({ kind, address }) => kind === "response" && address.includes("identity.createToken"),
    });
    await page.getByRole("button", { name: "I have it" }).click();
    await page.getByText("Never used").first().waitFor();
    await page.reload();
    await live(page);
    expect(await page.content()).not.toContain(token);

    const headers = { authorization: `Bearer ${token}` };
    const me = await ask(port, { path: "/v1/me", headers });
    expect([me.status, (JSON.parse(me.text) as { data: { local_id: string } }).data.local_id]).toEqual([200, "ana"]);
    const stream = new Stream({ port, host: linden, token });
    await stream.frame((frame) => frame.type === "hello");

    await page.getByRole("button", { name: "Revoke Nightly report" }).first().click();
    await page.getByRole("button", { name: /^Revoke token/ }).click();
    await page.getByText("“Nightly report” was revoked").waitFor();
    expect((await stream.end()).code).toBe(4001);
    expect((await ask(port, { path: "/v1/me", headers })).status).toBe(401);
    expect(record.texts("frame in").join()).not.toContain("Signed out");
  },
);
