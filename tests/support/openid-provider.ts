import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair } from "jose";
import Provider, { type Configuration, errors, type KoaContextWithOIDC } from "oidc-provider";

export type ProviderUser = {
  /** The subject; ScaiKey's look like `usr_ana`. */
  id: string;
  login: string;
  password: string;
  name?: string;
  email?: string;
  emailVerified?: boolean;
  groups?: string[];
  /** ScaiKey's role claim, such as `tenant_admin`. */
  role?: string;
  /** ScaiKey's tenant claim. */
  tenantId?: string;
};

export type OpenIdProviderOptions = {
  /** 0, the default, takes a free one. */
  port?: number;
  redirectUris: string[];
  users?: ProviderUser[];
  clientId?: string;
  clientSecret?: string;
  /** Slug of the tenant of ScaiKey whose paths are served. */
  realm?: string;
  /**
   * `scaikey`, the default: names, groups and roles stand in the tokens, and access tokens are JWTs for the client.
   * `plain`: a provider that follows the standard to the letter, with opaque access tokens and a user info endpoint.
   */
  style?: "scaikey" | "plain";
};

export type OpenIdProvider = {
  /** Base address: `SCAIWAVE_SCAIKEY_URL`. */
  url: string;
  issuer: string;
  discoveryUrl: string;
  clientId: string;
  clientSecret: string;
  realm: string;
  /** The environment of an instance that signs in here, but for SCAIWAVE_AUTH_MODE. */
  environment: Record<string, string>;
  addUser(user: ProviderUser): void;
  removeUser(id: string): void;
  stop(): Promise<void>;
};

/**
 * A real OpenID provider on loopback, at ScaiKey's own paths. Its sign-in page is a form with the labelled fields
 * `Login` and `Password` and the button `Sign in`, and a link `Cancel` that refuses.
 */
export async function startOpenIdProvider(options: OpenIdProviderOptions): Promise<OpenIdProvider> {
  const { realm = "acme", clientId = "app_scaiwave", clientSecret = "a secret: of tests+only" } = options;
  const users = new Map((options.users ?? []).map((user) => [user.id, user]));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const issuer = `${url}/tenants/tnt_${realm}`;
  const mount = `/api/v1/auth/tenants/${realm}`;
  const provider = new Provider(issuer, {
    ...configuration(users, options.style ?? "scaikey", clientId, mount),
    jwks: { keys: [await signingKey()] },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: options.redirectUris,
        grant_types: ["authorization_code", "client_credentials", "refresh_token", exchangeGrant],
        response_types: ["code"],
      },
    ],
  });
  registerExchange(provider);
  server.on("request", (request, response) => void answer(provider, mount, users, request, response));
  const discoveryUrl = `${url}${mount}/.well-known/openid-configuration`;
  return {
    ...{ url, issuer, discoveryUrl, clientId, clientSecret, realm },
    environment: {
      SCAIWAVE_SCAIKEY_URL: url,
      SCAIWAVE_SCAIKEY_TENANT: realm,
      SCAIWAVE_SCAIKEY_CLIENT_ID: clientId,
      SCAIWAVE_SCAIKEY_CLIENT_SECRET: clientSecret,
    },
    addUser: (user) => void users.set(user.id, user),
    removeUser: (id) => void users.delete(id),
    stop: () => stopServer(server),
  };
}

const exchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange";

/**
 * Token exchange (RFC 8693), which the library leaves to whoever needs it: an opaque access token that counts here becomes
 * another, for the resource it is asked for.
 */
function registerExchange(provider: Provider): void {
  provider.registerGrantType(
    exchangeGrant,
    async (ctx) => {
      const { subject_token = "", resource } = ctx.oidc.params as Record<string, string>;
      const subject = await provider.AccessToken.find(subject_token);
      if (!subject) throw new errors.InvalidGrant("the subject token counts no more");
      const { accountId, grantId = "" } = subject;
      const token = new provider.AccessToken({
        accountId,
        grantId,
        client: ctx.oidc.client!,
        scope: "",
        gty: "exchange",
      });
      token.extra = { for: resource };
      ctx.body = { access_token: await token.save(), token_type: "Bearer", expires_in: token.expiration };
    },
    ["subject_token", "subject_token_type", "requested_token_type", "resource", "scope"],
  );
}

async function signingKey() {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: "RS256", use: "sig", kid: "test-1" };
}

function configuration(
  users: ReadonlyMap<string, ProviderUser>,
  style: "scaikey" | "plain",
  clientId: string,
  mount: string,
): Configuration {
  const scaikey = style === "scaikey";
  return {
    pkce: { required: () => true },
    conformIdTokenClaims: !scaikey,
    scopes: ["openid", "profile", "email", "groups", ...(scaikey ? [] : ["offline_access"])],
    claims: {
      openid: ["sub"],
      profile: ["name", "preferred_username"],
      email: ["email", "email_verified"],
      groups: ["groups"],
    },
    routes: {
      authorization: "/oauth/authorize",
      token: "/oauth/token",
      userinfo: "/oauth/userinfo",
      jwks: "/.well-known/jwks.json",
    },
    cookies: { keys: ["only for tests"] },
    ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 3600, IdToken: 3600, AuthorizationCode: 60 },
    interactions: { url: (_ctx, interaction) => `${mount}/interaction/${interaction.uid}` },
    // Whoever signed in has agreed: this is a company's provider, not a shop's.
    loadExistingGrant: async (ctx) => grantAll(ctx),
    // ScaiKey gives one to whom it may give it, others by the scope that asks for it; each counts once.
    ...(scaikey ? { issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed("refresh_token") } : {}),
    rotateRefreshToken: () => true,
    findAccount: async (_ctx, id) => {
      const user = users.get(id);
      return user && { accountId: id, claims: async () => ({ sub: id, ...claimsOf(user) }) };
    },
    extraTokenClaims: (_ctx, token) => {
      const user = "accountId" in token && typeof token.accountId === "string" ? users.get(token.accountId) : undefined;
      return { tenant_id: user?.tenantId, role: user?.role };
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: scaikey,
        defaultResource: () => "urn:scaikey",
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: "openid profile email groups",
          audience: clientId,
          accessTokenFormat: "jwt",
          jwt: { sign: { alg: "RS256" } },
        }),
      },
    },
  };
}

function claimsOf(user: ProviderUser) {
  return {
    name: user.name,
    preferred_username: user.login,
    email: user.email,
    email_verified: user.email === undefined ? undefined : (user.emailVerified ?? true),
    groups: user.groups,
  };
}

async function grantAll(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc;
  const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! });
  grant.addOIDCScope("openid profile email groups offline_access");
  grant.addResourceScope("urn:scaikey", "openid profile email groups");
  await grant.save();
  return grant;
}

type Mounted = IncomingMessage & { originalUrl?: string; baseUrl?: string };

async function answer(
  provider: Provider,
  mount: string,
  users: ReadonlyMap<string, ProviderUser>,
  request: Mounted,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? "/";
  if (!path.startsWith(`${mount}/`)) return void response.writeHead(404).end();
  const rest = path.slice(mount.length);
  if (!rest.startsWith("/interaction/")) {
    request.originalUrl = path;
    request.baseUrl = mount;
    request.url = rest;
    return provider.callback()(request, response);
  }
  try {
    if (request.method === "POST") return await finish(provider, users, request, response);
    const { prompt } = await provider.interactionDetails(request, response);
    if (rest.endsWith("/cancel")) {
      return await provider.interactionFinished(request, response, { error: "access_denied" });
    }
    if (prompt.name === "consent") return await provider.interactionFinished(request, response, { consent: {} });
    page(response, 200, loginForm(path, prompt.name));
  } catch {
    page(response, 400, "<p>This sign-in is over.</p>");
  }
}

async function finish(
  provider: Provider,
  users: ReadonlyMap<string, ProviderUser>,
  request: Mounted,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
  const login = form.get("login");
  const user = [...users.values()].find((each) => each.login === login && each.password === form.get("password"));
  if (!user) return page(response, 401, loginForm(request.url ?? "", "login", "That is not right."));
  await provider.interactionFinished(request, response, { login: { accountId: user.id } });
}

function loginForm(action: string, prompt: string, problem = ""): string {
  return `<h1>Sign in at the provider</h1><p role="alert">${problem}</p>
<form method="post" action="${action}" data-prompt="${prompt}">
<label>Login <input name="login" autocomplete="username"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label>
<button>Sign in</button></form><a href="${action}/cancel">Cancel</a>`;
}

function page(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><html lang="en"><title>Provider</title><body>${body}</body></html>`);
}

async function stopServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
