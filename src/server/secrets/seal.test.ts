import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openSealer, SealError } from "#/server/secrets/seal.ts";

const directory = mkdtempSync(join(tmpdir(), "scaiwave-seal-"));
afterAll(() => rmSync(directory, { recursive: true }));

const tenant = "0199aaaa-0000-7000-8000-000000000001";
const other = "0199aaaa-0000-7000-8000-000000000002";
const here = {
  secretKey: undefined,
  dataDirectory: directory,
  database: { kind: "embedded" },
  platform: "node",
} as const;
const elsewhere = { ...here, database: { kind: "url", url: "postgres://db/x" } } as const;
const withKey = { ...elsewhere, secretKey: "a secret of at least thirty-two characters" } as const;

describe("a sealed secret", () => {
  const sealer = openSealer(withKey);
  const sealed = sealer.seal(tenant, "gateway", "sgk_secret");

  test("can be opened again, by another process too", () => {
    expect(sealer.open(tenant, "gateway", sealed)).toBe("sgk_secret");
    expect(openSealer(withKey).open(tenant, "gateway", sealed)).toBe("sgk_secret");
  });

  test("does not show what it holds, and never looks the same twice", () => {
    expect(Buffer.from(sealed).toString("latin1")).not.toContain("sgk_");
    expect(Buffer.from(sealer.seal(tenant, "gateway", "sgk_secret"))).not.toEqual(Buffer.from(sealed));
  });

  test("opens for no other tenant and for nothing else", () => {
    expect(() => sealer.open(other, "gateway", sealed)).toThrow(SealError);
    expect(() => sealer.open(tenant, "webhook", sealed)).toThrow(SealError);
  });

  test("opens with no other key", () => {
    const stranger = openSealer({ ...withKey, secretKey: "another secret of at least thirty-two letters" });
    expect(() => stranger.open(tenant, "gateway", sealed)).toThrow(SealError);
    expect(() => openSealer(elsewhere).open(tenant, "gateway", sealed)).toThrow(SealError);
  });

  test("is refused when any byte of it was changed or is missing", () => {
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = changed[at]! ^ 1;
      expect(() => sealer.open(tenant, "gateway", changed), `byte ${at}`).toThrow(SealError);
      expect(() => sealer.open(tenant, "gateway", sealed.subarray(0, at)), `cut at ${at}`).toThrow(SealError);
    }
  });
});

describe("the instance's own key", () => {
  test("is made in the data folder when it is first needed, for its owner alone", () => {
    const path = join(directory, "secrets", "seal.key");
    expect(() => statSync(path)).toThrow();
    const sealed = openSealer(here).seal(tenant, "gateway", "sgk_secret");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(openSealer(here).open(tenant, "gateway", sealed)).toBe("sgk_secret");
  });

  test("has to be given where processes share no disk, but only once a secret is to be kept", () => {
    const sealer = openSealer(elsewhere);
    expect(() => sealer.seal(tenant, "gateway", "sgk_secret")).toThrow(/SCAIWAVE_SECRET_KEY/);
  });
});
