import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SwError } from "#/domain/errors.ts";
import type { Config } from "#/server/config.ts";

/** First byte of what is sealed, so that another way of sealing can come beside this one. */
const version = 1;
const nonceLength = 12;
const tagLength = 16;

/** What was sealed cannot be opened: it was changed, belongs to another tenant, or the key is another one. */
export class SealError extends Error {
  override readonly name = "SealError";
}

/**
 * Keeps secrets that we must be able to use again, such as a tenant's gateway key, so that a copy of the database alone
 * does not give them away. AES-256-GCM: version, nonce, ciphertext, tag; bound to its tenant and to what it is for.
 */
export class Sealer {
  readonly #read: () => string | undefined;
  readonly #make: () => string;
  #key: Buffer | undefined;

  /** `read` answers the instance's secret if there is one, `make` makes it or says what is missing. */
  constructor(read: () => string | undefined, make: () => string) {
    this.#read = read;
    this.#make = make;
  }

  /** @throws SwError SW_UNAVAILABLE where there is no place to keep the key */
  seal(tenantId: string, purpose: string, secret: string): Uint8Array {
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv("aes-256-gcm", this.#keyFrom(this.#read() ?? this.#make()), nonce);
    cipher.setAAD(boundTo(tenantId, purpose));
    const body = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
    return Buffer.concat([Uint8Array.of(version), nonce, body, cipher.getAuthTag()]);
  }

  /** @throws SealError */
  open(tenantId: string, purpose: string, sealed: Uint8Array): string {
    if (sealed.length < 1 + nonceLength + tagLength || sealed[0] !== version) {
      throw new SealError("What was sealed is not of a form that is known here.");
    }
    const secret = this.#key ? undefined : this.#read();
    if (!this.#key && secret === undefined) throw new SealError("The key that this was sealed with is not here.");
    const nonce = sealed.subarray(1, 1 + nonceLength);
    const end = sealed.length - tagLength;
    try {
      const decipher = createDecipheriv("aes-256-gcm", this.#keyFrom(secret), nonce, { authTagLength: tagLength });
      decipher.setAAD(boundTo(tenantId, purpose));
      decipher.setAuthTag(sealed.subarray(end));
      const body = Buffer.concat([decipher.update(sealed.subarray(1 + nonceLength, end)), decipher.final()]);
      return body.toString("utf8");
    } catch (cause) {
      throw new SealError("What was sealed was changed, or was sealed with another key.", { cause });
    }
  }

  /**
   * Words signed for a tenant and a purpose, as base64url: who has the signature shows that we made it.
   * @throws SwError SW_UNAVAILABLE where there is no place to keep the key
   */
  sign(tenantId: string, purpose: string, words: string): string {
    return signatureOf(this.#read() ?? this.#make(), tenantId, purpose, words).toString("base64url");
  }

  /** Whether `sign` made this signature for these words; never where nothing was ever signed. */
  isSigned(tenantId: string, purpose: string, words: string, signature: string): boolean {
    const secret = this.#read();
    const given = Buffer.from(signature, "base64url");
    const right = signatureOf(secret ?? randomBytes(32).toString("hex"), tenantId, purpose, words);
    return given.length === right.length && timingSafeEqual(given, right) && secret !== undefined;
  }

  #keyFrom(secret: string | undefined): Buffer {
    this.#key ??= Buffer.from(hkdfSync("sha256", secret ?? "", "scaiwave", "seal v1", 32));
    return this.#key;
  }
}

/** By a key of its own: what signs opens nothing, and the other way round. */
function signatureOf(secret: string, tenantId: string, purpose: string, words: string): Buffer {
  const key = Buffer.from(hkdfSync("sha256", secret, "scaiwave", "sign v1", 32));
  return createHmac("sha256", key).update(`${purpose}\n${tenantId}\n${words}`).digest();
}

function boundTo(tenantId: string, purpose: string): Buffer {
  return Buffer.from(`scaiwave seal ${version}\n${purpose}\n${tenantId}`, "utf8");
}

/**
 * The instance's sealer. Its key is `SCAIWAVE_SECRET_KEY`; without it and with the database in the data folder, a file
 * there, made at first use. Elsewhere several processes have several disks, or none, so there the variable is needed, but
 * only once somebody stores a secret.
 */
export function openSealer(config: Pick<Config, "secretKey" | "dataDirectory" | "database" | "platform">): Sealer {
  if (config.secretKey)
    return new Sealer(
      () => config.secretKey,
      () => config.secretKey ?? "",
    );
  if (config.platform === "vercel" || config.database.kind === "url") {
    return new Sealer(
      () => undefined,
      () => {
        throw new SwError(
          "SW_UNAVAILABLE",
          "The server can't keep secrets yet: its operator has to set SCAIWAVE_SECRET_KEY.",
        );
      },
    );
  }
  const path = join(config.dataDirectory, "secrets", "seal.key");
  return new Sealer(
    () => existing(path),
    () => existing(path) ?? made(path),
  );
}

function existing(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whole or not at all, and of two processes at once one is first: what was sealed with a lost key is lost. */
function made(path: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const own = `${path}.${randomBytes(6).toString("hex")}`;
  writeFileSync(own, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx", flush: true });
  try {
    linkSync(own, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(own);
  }
  return existing(path)!;
}
