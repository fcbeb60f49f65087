import { expect, test } from "vitest";
import { readConfig } from "#/server/config.ts";
import { linkAddress } from "./mail-links.ts";

const production = readConfig({ SCAIWAVE_SERVER_NAME: "chat.example.com", PORT: "8080" });

test("a link in a mail leads to the tenant's own host, over https and without our port behind a proxy", () => {
  expect(linkAddress(production, "chat.example.com", "/reset", "s_-")).toBe("https://chat.example.com/reset?link=s_-");
  expect(linkAddress(production, "acme.chat.example.com", "/forgot")).toBe("https://acme.chat.example.com/forgot");
});

test("in a demo it leads to the port that this computer was told", () => {
  const demo = readConfig({ PORT: "3100" });
  expect(linkAddress(demo, "localhost", "/register", "s")).toBe("http://localhost:3100/register?link=s");
  expect(linkAddress(readConfig({ PORT: "80" }), "localhost", "/sign-in")).toBe("http://localhost/sign-in");
});
