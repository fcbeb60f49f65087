import { expect } from "vitest";
import { keyParts } from "../../src/client/shell/keys.ts";
import { everywhere } from "./keys/everywhere.ts";
import { inNote } from "./keys/in-note.ts";
import { onMessage } from "./keys/on-message.ts";
import { single } from "./keys/single.ts";
import { writing } from "./keys/writing.ts";
import { call } from "./support/http.ts";
import { journey } from "./support/people.ts";
import { alive, live } from "./support/screen.ts";
import { makeRoom, say, signInByForm } from "./support/world.ts";

const parts = keyParts({ send_with: "enter" });

for (const [part, proofs] of [
  ["everywhere", everywhere],
  ["writing", writing],
  ["message", onMessage],
  ["note", inNote],
  ["single", single],
] as const) {
  journey(`every key of the shortcut sheet does what it says: ${part}`, async ({ people }) => {
    const ids = parts[part].map((line) => line.id);
    expect(Object.keys(proofs)).toEqual(ids);
    const [bram, ana] = [await signInByForm("bram"), await signInByForm("ana")];
    const room = await makeRoom([bram, ana], "keys");
    const other = await makeRoom([bram, ana], "other");
    await say(bram, room, "the first of Bram");
    await say(ana, room, "my own words");
    await say(bram, room, "the second of Bram");
    if (part === "single") await call(ana, "participants.updatePreferences", { single_keys: true });
    try {
      const { page } = await people.signIn("Ana de Vries", { at: room.path });
      await alive(page);
      await live(page);
      for (const id of ids) {
        await proofs[id]!({ page, room, other, bram }).catch((error: Error) => {
          throw new Error(`${part}, ${id}: ${error.message}`);
        });
      }
    } finally {
      if (part === "single") await call(ana, "participants.updatePreferences", { single_keys: false });
    }
  });
}
