import { afterAll, beforeAll, expect } from "vitest";
import { freePort, Instance } from "../start/instance.ts";
import { type OpenIdProvider, startOpenIdProvider } from "../support/openid-provider.ts";
import { journey } from "./support/people.ts";
import { live } from "./support/screen.ts";

let provider: OpenIdProvider;
let instance: Instance;

beforeAll(async () => {
  const port = await freePort();
  provider = await startOpenIdProvider({
    redirectUris: [`http://localhost:${port}/v1/auth/login`],
    users: [
      {
        id: "usr_noor",
        login: "noor",
        password: "open sesame",
        name: "Noor Haddad",
        email: "noor@corp.test",
        emailVerified: true,
      },
    ],
  });
  instance = await Instance.ready({ port, environment: { ...provider.environment, SCAIWAVE_AUTH_MODE: "hybrid" } });
});

afterAll(async () => {
  await instance?.remove();
  await provider?.stop();
});

journey(
  "someone signs in by the provider for the first time, and lands where they wanted to go",
  async ({ people }) => {
    const { page, record } = await people.visit();
    // The provider's own page has no icon.
    record.expectFault(/favicon/);
    await page.goto(`http://localhost:${instance.port}/you/security`);
    await page.getByRole("link", { name: /^Continue with / }).click();
    await page.getByLabel("Login").fill("noor");
    await page.getByLabel("Password").fill("open sesame");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`http://localhost:${instance.port}/you/security`);
    await live(page);
    await page.getByText("This device").waitFor();
    await page.goto(`http://localhost:${instance.port}/you`);
    await page.getByText(/^@noor · /).waitFor();
    await expect.poll(() => page.getByText("Noor Haddad").count()).toBeGreaterThan(0);
  },
);

journey(
  "who turns back at the provider is told so at the door, and the password is still there",
  async ({ people }) => {
    const { page, record } = await people.visit();
    record.expectFault(/favicon/);
    await page.goto(`http://localhost:${instance.port}/sign-in`);
    await page.getByRole("link", { name: /^Continue with / }).click();
    await page.getByRole("link", { name: "Cancel" }).click();
    await page.getByText("Signing in with the provider didn't work").waitFor();
    await page.getByRole("form", { name: "Sign in" }).waitFor();
  },
);
