import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Gateways, gatewayKeyPurpose } from "#/server/ai/gateways.ts";
import { PersonTokens } from "#/server/ai/person-tokens.ts";
import { readConfig } from "#/server/config.ts";
import { tenantReach } from "#/server/ports/inference/choose.ts";
import { asking, partsOf, textOf } from "#/server/ports/inference/contract.ts";
import { gatewayBase } from "#/server/ports/inference/gateway-address.ts";
import { OpenAiGateway } from "#/server/ports/inference/openai.ts";
import { openSealer } from "#/server/secrets/seal.ts";
import { type Gateway, startGateway } from "../../../tests/support/gateway.ts";
import { makeWorld, rows, type TenantWorld, type World } from "../../../tests/support/world.ts";

let world: World;
let other: TenantWorld;
let tenants: Gateway;
let instance: Gateway;
const secret = { SCAIWAVE_SECRET_KEY: "a secret of at least thirty-two characters" };
const sealer = openSealer(readConfig(secret));
const never = new AbortController().signal;
const asker = "0199aaaa-0000-7000-8000-000000000001";

beforeAll(async () => {
  world = await makeWorld();
  other = await world.tenant("other");
  [tenants, instance] = [await startGateway(), await startGateway()];
});
afterAll(() => Promise.all([tenants.stop(), instance.stop(), world.drop()]));

function gateways(environment: Record<string, string> = {}): Gateways {
  const config = readConfig({ ...secret, ...environment });
  const personTokens = new PersonTokens({ config, now: world.clock.now }, async () => null);
  return new Gateways({ database: world.database, config, sealer, now: world.clock.now, personTokens });
}
const withInstance = () =>
  gateways({ SCAIWAVE_SCAIGRID_URL: instance.url, SCAIWAVE_SCAIGRID_API_KEY: "sgk_instance_key" });

function set(columns: { url?: string | null; key?: Uint8Array | null; credentials?: string; models?: string | null }) {
  const { url = null, key = null, credentials = "tenant", models = null } = columns;
  return rows(
    world,
    world,
    sql`
    insert into app.ai_settings (tenant_id, gateway_url, gateway_key, credentials, models, updated_at)
    values (${world.tenantId}, ${url}, ${key && sql`decode(${Buffer.from(key).toString("hex")}, 'hex')`}, ${credentials}, ${models}::text[], now())
    on conflict (tenant_id) do update set gateway_url = excluded.gateway_url, gateway_key = excluded.gateway_key,
      credentials = excluded.credentials, models = excluded.models`,
  );
}
const seal = (key: string, tenantId = world.tenantId) => sealer.seal(tenantId, gatewayKeyPurpose, key);
const ask = async (where: Gateways, tenantId = world.tenantId) => {
  const inference = await where.of({ tenantId, askerId: asker });
  const model = inference.kind === "demo" ? "scaiwave/demo" : "test/large";
  return textOf(await partsOf(inference.chat(asking(model, "Hello."), never)));
};

describe("whose models answer", () => {
  test("are the tenant's own, else the instance's, else the demo model", async () => {
    await set({});
    expect(await ask(gateways())).toContain("demo model");
    await ask(withInstance());
    expect(instance.heard.at(-1)!.headers.authorization).toBe("Bearer sgk_instance_key");
    await set({ url: tenants.url, key: seal("sgk_tenant_key") });
    await ask(withInstance());
    expect(tenants.heard.at(-1)!.headers.authorization).toBe("Bearer sgk_tenant_key");
    await ask(withInstance(), other.tenantId);
    expect(instance.heard.at(-1)!.headers.authorization).toBe("Bearer sgk_instance_key");
  });

  test("change within two seconds in a process that did not change them, at once in the one that did", async () => {
    const [here, elsewhere] = [gateways(), gateways()];
    await set({ url: tenants.url, key: seal("sgk_old_one") });
    await Promise.all([ask(here), ask(elsewhere)]);
    await set({ url: tenants.url, key: seal("sgk_new_one") });
    here.changed(world.tenantId);
    await ask(here);
    expect(tenants.heard.at(-1)!.headers.authorization).toBe("Bearer sgk_new_one");
    world.clock.advance(2_001);
    await ask(elsewhere);
    expect(tenants.heard.at(-1)!.headers.authorization).toBe("Bearer sgk_new_one");
  });

  test("never get the instance's key for a tenant's address, and no key is sent where none is set", async () => {
    await set({ url: tenants.url });
    await ask(withInstance());
    expect(tenants.heard.at(-1)!.headers.authorization).toBeUndefined();
  });

  test("are not asked with a key that was sealed for another tenant, or that can't be opened", async () => {
    for (const key of [seal("sgk_other_key", other.tenantId), Uint8Array.of(1, 2, 3)]) {
      await set({ url: tenants.url, key });
      const before = tenants.heard.length;
      await expect(ask(gateways())).rejects.toMatchObject({ code: "SW_AI_NO_TOKEN", retryable: false });
      expect(tenants.heard).toHaveLength(before);
    }
  });

  test("are asked in nobody's name where each person's own is wanted and there is no token of theirs", async () => {
    await set({ url: tenants.url, key: seal("sgk_tenant_key"), credentials: "person" });
    const error = await ask(gateways()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "SW_AI_NO_TOKEN" });
    expect((error as Error).message).toContain("in each person's own name");
  });
});

describe("the model of an AI", () => {
  const modelOf = async (where: Gateways, wanted: string | null) =>
    (await where.modelFor({ tenantId: world.tenantId, askerId: asker }, wanted)).id;

  test("is the demo model where nothing else answers, whatever is set", async () => {
    await set({});
    expect(await modelOf(gateways(), "test/large")).toBe("scaiwave/demo");
  });

  test("is the one that is set, or else the first that there is", async () => {
    await set({ url: tenants.url });
    expect(await modelOf(gateways(), "test/large")).toBe("test/large");
    expect(await modelOf(gateways(), "scaiwave/demo")).toBe("test/large");
    expect(await modelOf(gateways(), null)).toBe("test/large");
    expect(await modelOf(gateways(), "unlisted/model")).toBe("unlisted/model");
  });

  test("is none that the tenant did not allow", async () => {
    await set({ url: tenants.url, models: "{test/large}" });
    await expect(modelOf(gateways(), "test/other")).rejects.toMatchObject({ code: "SW_AI_MODEL_NOT_FOUND" });
    expect((await gateways().models({ tenantId: world.tenantId, askerId: asker })).map(({ id }) => id)).toEqual([
      "test/large",
    ]);
  });
});

describe("where a tenant's gateway may be", () => {
  test.each([
    "http://gateway.example.com/v1", "https://localhost/v1", "https://127.0.0.1/v1", "https://[::1]/v1", "https://10.0.0.8/v1",
    "https://169.254.169.254/", "https://[::ffff:169.254.169.254]/", "https://[64:ff9b::a9fe:a9fe]/", "https://0x7f.1/v1",
    "https://2130706433/", "https://metadata.internal/", "https://printer.local/v1", "https://intranet/v1",
    "https://user:pw@gateway.example.com/v1", "https://gateway.example.com/v1?x=1", "ftp://gateway.example.com/", "nonsense",
  ])("is not %s", (url) => {
    expect(() => gatewayBase(url, "public")).toThrow();
    const production = gateways({ SCAIWAVE_SERVER_NAME: "chat.example.com" });
    expect(() => production.checkAddress(url)).toThrow(expect.objectContaining({ code: "SW_BAD_REQUEST" }));
  }); // biome-ignore format: one list

  test("is anywhere for the instance's operator, and in a demo on one computer", () => {
    expect(gatewayBase("http://10.0.0.8:8000/v1/", "anywhere").href).toBe("http://10.0.0.8:8000/v1");
    expect(gatewayBase("https://scaigrid.scailabs.ai", "public").href).toBe("https://scaigrid.scailabs.ai/oai/v1");
    expect(tenantReach(readConfig({}))).toBe("anywhere");
    expect(tenantReach(readConfig({ HOST: "0.0.0.0", SCAIWAVE_DEMO: "public" }))).toBe("public");
  });

  test("is looked at again when it is dialled: a name that leads here is not called", async () => {
    // This name is public by its letters and leads to this machine.
    const base = new URL(tenants.url.replace("127.0.0.1", "localhost"));
    const inference = new OpenAiGateway({ base, reach: "public", token: async () => "key" });
    const before = tenants.heard.length;
    await expect(inference.models(never)).rejects.toMatchObject({ code: "SW_AI_UNAVAILABLE" });
    expect(tenants.heard).toHaveLength(before);
  });
});
