/** What a token endpoint gave for a code or a refresh token. `lifeSeconds` is how long the access token counts. */
export type GivenTokens = {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly lifeSeconds: number;
};

const longestToken = 16_384;
/** Of a provider that does not say (RFC 6749 only recommends it): short, so that a dead token is not sent about for long. */
const unsaidLifeSeconds = 300;
const longestLifeSeconds = 24 * 3_600;

/** Reads a token endpoint's answer that has an access token; what is no usable token counts as none. */
export function givenTokens(answer: object): GivenTokens {
  const { access_token: access, refresh_token: refresh, expires_in: life } = answer as Record<string, unknown>;
  return {
    accessToken: isToken(access) ? access : "",
    refreshToken: isToken(refresh) ? refresh : null,
    lifeSeconds: typeof life === "number" && life > 0 ? Math.min(life, longestLifeSeconds) : unsaidLifeSeconds,
  };
}

/** Visible ASCII, as everything that goes into a header or a form of ours must be. */
export function isToken(value: unknown): value is string {
  return typeof value === "string" && value.length <= longestToken && /^[\x21-\x7e]+$/.test(value);
}
