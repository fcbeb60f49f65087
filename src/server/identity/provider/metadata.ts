import { z } from "zod";
import { ProviderFault } from "#/server/identity/provider/fault.ts";
import { fetchJson, freshForMs } from "#/server/identity/provider/fetch-json.ts";

const names = z.array(z.string().max(100)).max(200);

const document = z.object({
  issuer: z.string().min(1).max(2_000),
  authorization_endpoint: z.string().max(2_000),
  token_endpoint: z.string().max(2_000),
  jwks_uri: z.string().max(2_000),
  userinfo_endpoint: z.string().max(2_000).optional(),
  id_token_signing_alg_values_supported: names.optional(),
  token_endpoint_auth_methods_supported: names.optional(),
  scopes_supported: names.optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});
/** What a provider says of itself, checked (OpenID Connect Discovery 1.0, section 3). */
export type Metadata = z.infer<typeof document>;

/** Reads the discovery document. With `https`, every address in it must be one. */
export async function fetchMetadata(url: string, https: boolean): Promise<{ value: Metadata; freshMs: number }> {
  const { status, headers, json } = await fetchJson(url);
  if (status !== 200) throw new ProviderFault("unreachable", `The discovery document answered ${status}.`);
  const result = document.safeParse(json);
  if (!result.success) {
    const field = result.error.issues[0]?.path.join(".") || "It";
    throw new ProviderFault("unreachable", `The discovery document can't be used: ${field} is wrong or missing.`);
  }
  const found = result.data;
  const addresses = [found.issuer, found.authorization_endpoint, found.token_endpoint, found.jwks_uri];
  for (const address of [...addresses, ...(found.userinfo_endpoint ? [found.userinfo_endpoint] : [])]) {
    if (!isAddress(address, https)) {
      throw new ProviderFault("unreachable", "The discovery document names an address that is not allowed.");
    }
  }
  return { value: found, freshMs: freshForMs(headers) };
}

function isAddress(text: string, https: boolean): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return (protocol === "https:" || (protocol === "http:" && !https)) && !username && !password && !hash;
}
