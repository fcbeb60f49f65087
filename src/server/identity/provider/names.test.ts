import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localId } from "../../../domain/ids.ts";
import { displayName } from "../../../domain/participants/inputs.ts";
import { displayNameOf, localIdLike, numbered } from "./names.ts";

const of = (name: string | null, username: string | null = null, email: string | null = null) => ({
  name,
  username,
  email,
});

describe("names from a provider", () => {
  test("become short names from the user name, else the mail address, else the name", () => {
    expect(localIdLike(of("Ana de Vries", "Ana.Vries@corp.test", "a@b.test"))).toBe("ana.vries");
    expect(localIdLike(of("Ana de Vries", null, "a.vries@b.test"))).toBe("a.vries");
    expect(localIdLike(of("Zoë d’Été"))).toBe("zoe-d-ete");
    expect(localIdLike(of("李明", "李明"))).toBe("person");
    expect(localIdLike(of(null))).toBe("person");
  });

  test("are of the domain's form whatever the provider says, with room for a number", () => {
    const text = fc.option(fc.string({ unit: "binary", maxLength: 300 }), { nil: null });
    fc.assert(
      fc.property(text, text, text, (name, username, email) => {
        const like = localIdLike(of(name, username, email));
        expect(localId.safeParse(`${like}`).success).toBe(true);
        expect(localId.safeParse(`${like}-9999999`).success).toBe(true);
        const shown = displayNameOf(of(name, username, email));
        if (shown !== null) expect(displayName.parse(shown)).toBe(shown);
      }),
    );
  });

  test("get the first number that is free", () => {
    expect(numbered("ana", new Set())).toBe("ana");
    expect(numbered("ana", new Set(["ana", "ana-2", "ana-4"]))).toBe("ana-3");
  });
});
