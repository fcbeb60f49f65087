import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Storage } from "#/server/ports/storage/port.ts";

const tenant = "0199aaaa-0000-7000-8000-000000000001";

/** What every storage must do alike. */
export function storageContract(name: string, open: () => Promise<{ storage: Storage; end(): Promise<void> }>): void {
  describe(`storage on ${name}`, () => {
    let storage: Storage;
    let end: () => Promise<void>;
    beforeAll(async () => {
      ({ storage, end } = await open());
    });
    afterAll(() => end());
    const read = async (key: string) => {
      const found = await storage.get(key);
      return found && { size: found.size, bytes: await buffer(found.stream) };
    };

    test("can be used", async () => {
      await expect(storage.check()).resolves.toBeUndefined();
    });

    test("gives back the bytes it was given, also those of no text", async () => {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
      await storage.put(`${tenant}/a`, bytes);
      expect(await read(`${tenant}/a`)).toEqual({ size: 70_000, bytes: Buffer.from(bytes) });
    });

    test("replaces whole, also when many do so at once", async () => {
      const contents = Array.from({ length: 8 }, (_, index) => Buffer.alloc(50_000, index));
      await Promise.all(contents.map((content) => storage.put(`${tenant}/b`, content)));
      const found = await read(`${tenant}/b`);
      expect(contents.some((content) => content.equals(found!.bytes))).toBe(true);
    });

    test("has nothing where nothing was put, or was deleted, and deletes that again", async () => {
      expect(await read(`${tenant}/never`)).toBeNull();
      await storage.put(`${tenant}/c`, Buffer.from("x"));
      await storage.delete(`${tenant}/c`);
      await storage.delete(`${tenant}/c`);
      expect(await read(`${tenant}/c`)).toBeNull();
    });

    test.each(["../x", "x", "/etc/passwd", `${tenant}/../x`, `${tenant}/a/b`, `${tenant}/.x`, `${tenant}/a\0b`, ""])(
      "takes no key that is not one: %j",
      async (key) => {
        await expect(storage.put(key, Buffer.from("x"))).rejects.toThrow("no key");
        await expect(storage.get(key)).rejects.toThrow("no key");
        await expect(storage.delete(key)).rejects.toThrow("no key");
      },
    );
  });
}
