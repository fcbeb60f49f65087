import { expect, test } from "vitest";
import { readConfig } from "#/server/config.ts";
import { signInHint } from "./sign-in-hint.ts";

const provider = {
  SCAIWAVE_SCAIKEY_URL: "https://key.example",
  SCAIWAVE_SCAIKEY_CLIENT_ID: "id",
  SCAIWAVE_SCAIKEY_CLIENT_SECRET: "secret-of-ours",
};
const hint = (environment: Record<string, string>, facts: Partial<Parameters<typeof signInHint>[1]> = {}) =>
  signInHint(readConfig(environment), { empty: false, setupCode: null, ...facts }).join("\n");

test("a production instance without an owner shows its code and where it is used", () => {
  const shown = hint({ SCAIWAVE_SERVER_NAME: "chat.example.com" }, { setupCode: "ABCDE-FGHJK" });
  expect(shown).toContain("ABCDE-FGHJK");
  expect(shown).toContain("https://chat.example.com/setup");
});

test("with an owner it shows neither", () => {
  expect(hint({ SCAIWAVE_SERVER_NAME: "chat.example.com" })).toBe("");
  const byProvider = hint({ SCAIWAVE_SERVER_NAME: "chat.example.com", SCAIWAVE_AUTH_MODE: "scaikey", ...provider });
  expect(byProvider).toContain("provider");
});

test("a demo says how one gets in: one click, a mail, or the provider", () => {
  expect(hint({})).toMatch(/one click[\s\S]*Ana de Vries/);
  expect(hint({}, { empty: true })).toContain("nobody in it");
  expect(hint({ SCAIWAVE_AUTH_MODE: "local" })).toMatch(/Register/);
  expect(hint({ SCAIWAVE_AUTH_MODE: "local" })).not.toMatch(/one click/);
  expect(hint({ SCAIWAVE_AUTH_MODE: "scaikey", ...provider })).toMatch(/provider/);
});
