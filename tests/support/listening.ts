import type { Client } from "../../src/server/database/lanes.ts";

/** A connection, or a pool, with each statement's text told before it is sent. */
export function listening<T extends Client>(client: T, heard: (statement: string) => void): T {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...all: unknown[]) => {
        if (name === "unsafe") heard(String(all[0]));
        return Reflect.apply(value, target, all);
      };
    },
  });
}
