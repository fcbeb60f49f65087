import { describe, expect, test } from "vitest";
import { SwError } from "#/domain/errors.ts";
import { owaspCosts, Passwords } from "./passwords.ts";

/** The least that Argon2 takes, so that the tests are quick. */
const cheap = { memory: 8, passes: 1, parallelism: 1 };

describe("a stored password", () => {
  test("is Argon2id with the costs that OWASP asks for, and matches itself alone", async () => {
    const passwords = new Passwords();
    const hash = await passwords.hash("vlieger-onder-de-brug");
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await passwords.matches("vlieger-onder-de-brug", hash)).toBe(true);
    expect(await passwords.matches("vlieger-onder-de-brug ", hash)).toBe(false);
    expect(await passwords.hash("vlieger-onder-de-brug")).not.toBe(hash);
    expect(owaspCosts).toEqual({ memory: 19_456, passes: 2, parallelism: 1 });
  });

  test("is that of another program as well, as long as it is Argon2id in PHC form", async () => {
    // By the reference implementation: argon2 somesalt -id -t 2 -m 16 -p 1 -l 32, password "password".
    const known = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    expect(await new Passwords(cheap).matches("password", known)).toBe(true);
    expect(await new Passwords(cheap).matches("Password", known)).toBe(false);
  });

  test("is not cut at a NUL, at 72 bytes or at any other place", async () => {
    const passwords = new Passwords(cheap);
    for (const [password, like] of [
      ["secret\u0000one", "secret\u0000two"],
      [`${"x".repeat(72)}a`, `${"x".repeat(72)}b`],
      [`${"é".repeat(999)}a`, `${"é".repeat(999)}b`],
    ] as const) {
      const hash = await passwords.hash(password);
      expect(await passwords.matches(password, hash)).toBe(true);
      expect(await passwords.matches(like, hash)).toBe(false);
    }
  });

  test("is outdated when the costs have changed since", async () => {
    const before = await new Passwords(cheap).hash("vlieger-onder-de-brug");
    const today = new Passwords({ ...cheap, memory: 16 });
    expect(today.isOutdated(before)).toBe(true);
    expect(await today.matches("vlieger-onder-de-brug", before)).toBe(true);
    expect(today.isOutdated(await today.hash("vlieger-onder-de-brug"))).toBe(false);
  });

  test.each([
    "",
    "password",
    "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
    "$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    "$argon2id$v=19$m=9999999,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    "$argon2id$v=19$m=8,t=999,p=1$c29tZXNhbHRzb21lc2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    "$argon2id$v=19$m=8,t=0,p=0$c29tZXNhbHRzb21lc2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    "$argon2id$v=19$m=8,t=1,p=1$$",
  ])("that is no hash of ours, %j, matches nothing, at the price of one hash", async (stored) => {
    const passwords = new Passwords(cheap);
    expect(await passwords.matches("password", stored)).toBe(false);
    expect(passwords.computed).toBe(1);
  });
});

describe("hashing", () => {
  test("costs the same where there is no password at all", async () => {
    const passwords = new Passwords(cheap);
    expect(await passwords.matches("password", null)).toBe(false);
    expect(passwords.computed).toBe(1);
  });

  test("runs a few at a time, keeps the others in line, and refuses those for whom the line is too long", async () => {
    const passwords = new Passwords(cheap, 2);
    const attempts = Array.from({ length: 300 }, (_, index) =>
      passwords.matches(`guess ${index}`, null).then(
        () => "answered",
        (error: unknown) => error,
      ),
    );
    // No hash can end before the event loop turns, and every attempt has taken its place by then.
    for (let tick = 0; tick < 10; tick += 1) await Promise.resolve();
    expect(passwords.computed).toBe(2);
    const outcomes = await Promise.all(attempts);
    const refused = outcomes.filter((outcome) => outcome instanceof SwError);
    expect(refused).toHaveLength(300 - 2 - 200);
    expect(refused[0]).toMatchObject({ code: "SW_UNAVAILABLE", retryAfter: 5 });
    expect(passwords.computed).toBe(202);
    // The line is open again, for as many at a time as before.
    expect(await passwords.matches("later", await passwords.hash("later"))).toBe(true);
  });
});
