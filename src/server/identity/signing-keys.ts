import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import type { Sql } from "#/server/database/connect.ts";

const algorithm = "EdDSA";
const purpose = "access_token";
/** Far longer than an access token lives, so that programs which keep the key set for a day still verify. */
const retiredLifeMs = 24 * 3_600_000;
/** After a rotation elsewhere this process signs with the old key for so long at most; it still verifies everywhere. */
const rememberMs = 60_000;
/** Any number: it only has to be the same in every process. */
const creationLock = 7_224_009;

type Row = { kid: string; public_jwk: JWK; private_jwk: JWK; retired_ms: number | null };
type Key = { kid: string; jwk: JWK; publicKey: CryptoKey; privateKey: CryptoKey; verifiesUntil: number | null };
type Known = { keys: Map<string, Key>; loadedAt: number };

/** The keys that sign access tokens, of the whole instance; kept in the database, so that every process has the same. */
export class SigningKeys {
  readonly #sql: Sql;
  readonly #now: () => Date;
  #known: Known | null = null;
  #loading: Promise<Known> | null = null;

  constructor(sql: Sql, now: () => Date) {
    this.#sql = sql;
    this.#now = now;
  }

  /** The key that signs now; made at first use, once however many processes ask. */
  async signing(): Promise<{ kid: string; key: CryptoKey }> {
    const fresh = this.#known && this.#now().getTime() - this.#known.loadedAt < rememberMs ? this.#known : null;
    const { keys } = fresh ?? (await this.#load());
    const current = newest(keys) ?? (await this.#create());
    return { kid: current.kid, key: current.privateKey };
  }

  /** The public key of this name while it verifies, or null. An unknown name may be that of a key made elsewhere. */
  async verifying(kid: string): Promise<CryptoKey | null> {
    if (!/^[\w-]{1,64}$/.test(kid)) return null;
    const known = this.#known?.keys.get(kid) ?? (await this.#load()).keys.get(kid);
    return known && this.#verifies(known) ? known.publicKey : null;
  }

  /** RFC 7517: the public part of every key that verifies. */
  async jwks(): Promise<{ keys: JWK[] }> {
    await this.signing();
    const keys = [...this.#known!.keys.values()].filter((key) => this.#verifies(key));
    return { keys: keys.map(({ kid, jwk }) => ({ ...jwk, kid, alg: algorithm, use: "sig" })) };
  }

  /**
   * Makes a new key and retires the others, which verify for 24 h more; with `dropOld` they verify nothing from now on,
   * for a key that got out. Other processes learn of it within a minute. Answers the new key's name.
   */
  async rotate({ dropOld = false }: { dropOld?: boolean } = {}): Promise<string> {
    const made = await newKey();
    const at = this.#now().toISOString();
    const dropBefore = new Date(this.#now().getTime() - retiredLifeMs).toISOString();
    await this.#sql.begin(async (sql) => {
      await sql`select pg_advisory_xact_lock(${creationLock})`;
      await sql`delete from instance.signing_keys where purpose = ${purpose}
        and (${dropOld} or retired_at < ${dropBefore}::timestamptz)`;
      await sql`update instance.signing_keys set retired_at = ${at}::timestamptz where purpose = ${purpose} and retired_at is null`;
      await insert(sql, made, at);
    });
    await this.#read();
    return made.kid;
  }

  #verifies({ verifiesUntil }: Key): boolean {
    return verifiesUntil === null || this.#now().getTime() < verifiesUntil;
  }

  async #create(): Promise<Key> {
    const made = await newKey();
    await this.#sql.begin(async (sql) => {
      await sql`select pg_advisory_xact_lock(${creationLock})`;
      const [other] = await sql`
        select kid from instance.signing_keys where purpose = ${purpose} and retired_at is null limit 1`;
      if (!other) await insert(sql, made, this.#now().toISOString());
    });
    // Not a reading that began before the key was there.
    return newest((await this.#read()).keys)!;
  }

  /** Reads all keys; of many who ask at once one reads. */
  #load(): Promise<Known> {
    this.#loading ??= this.#read().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #read(): Promise<Known> {
    const loadedAt = this.#now().getTime();
    const rows = await this.#sql<Row[]>`
      select kid, public_jwk, private_jwk, (extract(epoch from retired_at) * 1000)::float8 as retired_ms
      from instance.signing_keys where purpose = ${purpose} and algorithm = ${algorithm}
      order by created_at desc, kid limit 50`;
    const keys = await Promise.all(rows.map(toKey));
    this.#known = { keys: new Map(keys.map((key) => [key.kid, key])), loadedAt };
    return this.#known;
  }
}

/** In the order of loading: the newest first. */
function newest(keys: ReadonlyMap<string, Key>): Key | undefined {
  return [...keys.values()].find(({ verifiesUntil }) => verifiesUntil === null);
}

async function toKey(row: Row): Promise<Key> {
  const [publicKey, privateKey] = await Promise.all([
    importJWK(row.public_jwk, algorithm) as Promise<CryptoKey>,
    importJWK(row.private_jwk, algorithm) as Promise<CryptoKey>,
  ]);
  const verifiesUntil = row.retired_ms === null ? null : row.retired_ms + retiredLifeMs;
  return { kid: row.kid, jwk: row.public_jwk, publicKey, privateKey, verifiesUntil };
}

type Made = { kid: string; publicJwk: JWK; privateJwk: JWK };

async function newKey(): Promise<Made> {
  const pair = await generateKeyPair(algorithm, { crv: "Ed25519", extractable: true });
  const [publicJwk, privateJwk] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)]);
  return { kid: await calculateJwkThumbprint(publicJwk), publicJwk, privateJwk };
}

async function insert(sql: Pick<Sql, "unsafe">, { kid, publicJwk, privateJwk }: Made, at: string): Promise<void> {
  await sql.unsafe(
    `insert into instance.signing_keys (kid, purpose, algorithm, public_jwk, private_jwk, created_at)
     values ($1, $2, $3, $4::text::jsonb, $5::text::jsonb, $6::timestamptz)`,
    [kid, purpose, algorithm, JSON.stringify(publicJwk), JSON.stringify(privateJwk), at],
  );
}
