import { describe, expect, test } from "vitest";
import { ConfigError, describeConfig, masked, readConfig } from "#/server/config.ts";

const production = { SCAIWAVE_SERVER_NAME: "chat.example.org" };

function sentence(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  throw new Error("These settings were accepted.");
}

describe("a demo", () => {
  test("is what an instance without settings is, on both loopback addresses", () => {
    expect(readConfig({})).toMatchObject({
      mode: "demo",
      serverName: "localhost",
      port: 3000,
      listen: ["127.0.0.1", "::1"],
      database: { kind: "embedded" },
      party: { kind: "embedded" },
      authMode: "mock",
    });
  });

  test.each(["localhost", "127.0.0.1", "127.8.9.10", "::1"])("may listen on %s", (host) => {
    expect(readConfig({ HOST: host }).mode).toBe("demo");
  });

  test.each(["0.0.0.0", "::", "192.168.1.4", "example.org", "127.example.org"])("may not listen on %s", (host) => {
    expect(sentence({ HOST: host })).toContain("SCAIWAVE_DEMO=public");
  });

  test("may listen anywhere when it is meant to be public", () => {
    expect(readConfig({ HOST: "0.0.0.0", SCAIWAVE_DEMO: "public" }).listen).toEqual(["0.0.0.0"]);
  });

  test("listens on loopback even when it may be public, unless told where", () => {
    expect(readConfig({ SCAIWAVE_DEMO: "public" }).listen).toEqual(["127.0.0.1", "::1"]);
  });
});

describe("production", () => {
  test("is an instance with a name, with local accounts, on every address", () => {
    expect(readConfig(production)).toMatchObject({ mode: "production", authMode: "local", listen: ["::", "0.0.0.0"] });
  });

  test("refuses what only a demo may do", () => {
    expect(sentence({ ...production, SCAIWAVE_AUTH_MODE: "mock" })).toContain("mock");
    expect(sentence({ ...production, SCAIWAVE_DEMO: "public" })).toContain("exclude each other");
  });
});

describe("Vercel", () => {
  test("never runs a demo", () => {
    expect(sentence({ VERCEL: "1" })).toContain("SCAIWAVE_SERVER_NAME");
  });

  test("says in one sentence what else it needs", () => {
    const there = { ...production, DATABASE_URL: "postgres://db.example.org/wave" };
    expect(sentence({ VERCEL: "1", ...there })).toContain(": set SCAIWAVE_PARTY_URL and SCAIWAVE_PARTY_SECRET.");
  });
});

describe("a wrong value is named, with what it must be", () => {
  test.each([
    ["PORT", "0"],
    ["PORT", "65536"],
    ["PORT", "3000.5"],
    ["PORT", "-1"],
    ["PORT", "١٢٣"],
    ["HOST", "two words"],
    ["DATABASE_URL", "http://example.org/db"],
    ["DATABASE_URL", "postgres"],
    ["SCAIWAVE_SERVER_NAME", "https://chat.example.org"],
    ["SCAIWAVE_SERVER_NAME", "Chat.example.org"],
    ["SCAIWAVE_SERVER_NAME", "chat.example.org:443"],
    ["SCAIWAVE_SERVER_NAME", "10.0.0.1"],
    ["SCAIWAVE_DEMO", "yes"],
    ["SCAIWAVE_PARTY_URL", "ftp://example.org"],
    ["SCAIWAVE_PARTY_SECRET", "short"],
    ["SCAIWAVE_SMTP_URL", "https://mail.example.org"],
    ["SCAIWAVE_MAIL_FROM", "Team <team@example.org>"],
    ["SCAIWAVE_METRICS_TOKEN", "short"],
    ["SCAIWAVE_TRUSTED_PROXIES", "10.0.0.0/33"],
    ["SCAIWAVE_TRUSTED_PROXIES", "proxy.example.org"],
    ["SCAIWAVE_SCAIKEY_TENANT", "../platform"],
    ["SCAIWAVE_AUTH_MODE", "open"],
    ["SCAIWAVE_LOG", "loud"],
    ["SCAIWAVE_INTERNAL_KEY", "short"],
  ])("%s=%s", (name, value) => {
    expect(sentence({ [name]: value })).toMatch(new RegExp(`^${name} (must|can only) .*\\.$`));
  });

  test("a misspelt setting is not passed over", () => {
    expect(sentence({ SCAIWAVE_SEVER_NAME: "chat.example.org" })).toContain("SCAIWAVE_SEVER_NAME is not a setting");
  });

  test("a setting that is set to nothing counts as absent", () => {
    expect(readConfig({ PORT: "", SCAIWAVE_SERVER_NAME: "" }).port).toBe(3000);
  });
});

describe("an identity provider", () => {
  const client = { SCAIWAVE_SCAIKEY_CLIENT_ID: "wave", SCAIWAVE_SCAIKEY_CLIENT_SECRET: "a long secret" };
  const base = "https://key.example.org";

  test("is needed by the modes that sign in with it", () => {
    expect(sentence({ SCAIWAVE_AUTH_MODE: "scaikey" })).toContain("SCAIWAVE_SCAIKEY_URL");
    expect(readConfig({ SCAIWAVE_AUTH_MODE: "local", SCAIWAVE_SCAIKEY_URL: base, ...client }).provider).toBeUndefined();
  });

  test("is ScaiKey's platform, one of its tenants, or any other by its discovery document", () => {
    const found = (more: Record<string, string>) =>
      readConfig({ SCAIWAVE_AUTH_MODE: "hybrid", ...client, ...more }).provider?.discoveryUrl;
    expect(found({ SCAIWAVE_SCAIKEY_URL: `${base}/` })).toBe(
      `${base}/api/v1/platform/oauth/.well-known/openid-configuration`,
    );
    expect(found({ SCAIWAVE_SCAIKEY_URL: base, SCAIWAVE_SCAIKEY_TENANT: "linden" })).toBe(
      `${base}/api/v1/auth/tenants/linden/.well-known/openid-configuration`,
    );
    expect(found({ SCAIWAVE_SCAIKEY_DISCOVERY: "https://id.example.org/oidc" })).toBe("https://id.example.org/oidc");
  });

  test("is reached over https in production", () => {
    const plain = { ...production, SCAIWAVE_AUTH_MODE: "scaikey", SCAIWAVE_SCAIKEY_URL: "http://key.example.org" };
    expect(sentence({ ...plain, ...client })).toContain("https");
  });

  test("may have signed its webhook with either of two secrets", () => {
    const two = { SCAIWAVE_SCAIKEY_URL: base, SCAIWAVE_SCAIKEY_WEBHOOK_SECRET: "the old one,the new one" };
    const { provider } = readConfig({ SCAIWAVE_AUTH_MODE: "scaikey", ...client, ...two });
    expect(provider?.webhookSecrets).toEqual(["the old one", "the new one"]);
  });
});

test("a realtime server elsewhere needs the secret that it shares with us", () => {
  expect(sentence({ SCAIWAVE_PARTY_URL: "https://chat.example.org" })).toContain("SCAIWAVE_PARTY_SECRET");
  const secret = "s".repeat(32);
  expect(
    readConfig({ SCAIWAVE_PARTY_URL: "https://chat.example.org", SCAIWAVE_PARTY_SECRET: secret }).internalKey,
  ).toBe(secret);
});

describe("printing", () => {
  test("shows no secret, not even its length", () => {
    const rows = describeConfig({ SCAIWAVE_METRICS_TOKEN: "a token of some length" });
    expect(rows).toContainEqual({ name: "SCAIWAVE_METRICS_TOKEN", value: "***", given: true });
  });

  test("masks passwords and everything after the question mark", () => {
    const shown = masked("postgres://wave:hunter2@db.example.org:5432/wave?password=hunter2");
    expect(shown).not.toContain("hunter2");
    expect(shown).toContain("db.example.org:5432/wave");
  });

  test("shows every setting, and whether it was given", () => {
    const rows = describeConfig({ PORT: "4000" });
    expect(rows).toContainEqual({ name: "PORT", value: "4000", given: true });
    expect(rows).toContainEqual({ name: "SCAIWAVE_DATA", value: ".data", given: false });
    expect(rows.some(({ name }) => name === "SCAIWAVE_INTERNAL_KEY")).toBe(false);
  });
});

test("a child process is told where its neighbours are", () => {
  const config = readConfig({ SCAIWAVE_DATABASE_SOCKET: "/run/pg", SCAIWAVE_PARTY_SOCKET: "/run/party.sock" });
  expect(config.database).toEqual({ kind: "socket", directory: "/run/pg", name: "scaiwave" });
  expect(config.party).toEqual({ kind: "socket", path: "/run/party.sock" });
});
