import { describe, expect, test } from "vitest";
import { policyOf } from "#/domain/ai/tool-calls.ts";
import type { HelperDeps } from "#/server/ai/tools/builtin/helpers.ts";
import { composePlugins } from "#/server/plugins.ts";

/** What happens when an AI calls each tool, unless somebody approved it for good. A new tool needs a row: think, then write it. */
const policies: Record<string, "run" | "ask"> = {
  calculator: "run",
  // The person's own, whom it is about, to see and to erase.
  remember: "run",
  recall: "run",
  // Reaches others; is gone for good.
  remember_for_room: "ask",
  forget: "ask",
  search_messages: "run",
  room_facts: "run",
  room_messages: "run",
  // Says words later where the AI could say them now, to the one who asked; bounded.
  remind_me: "run",
  list_reminders: "run",
  cancel_reminder: "run",
  // Others read it in a room that the asker did not write in.
  post_message: "ask",
  find_note: "run",
  read_note: "run",
  // Others read them, and they stay.
  create_note: "ask",
  update_note: "ask",
  // Changes nothing: each passage waits until a person accepts it in the note.
  suggest_edit: "run",
  list_todos: "run",
  todo_check: "ask",
  todo_due: "ask",
  todo_assign: "ask",
  // An address can carry words out.
  web_fetch: "ask",
};

const registry = composePlugins({} as HelperDeps);

describe("every tool that comes with the product", () => {
  test("has a policy, and every policy a tool", () => {
    const actual = registry.tools().map(({ definition }) => [definition.name, policyOf(definition, false)]);
    expect(Object.fromEntries(actual)).toEqual(policies);
  });

  test("takes nothing but what its schema names", () => {
    const loose = registry.tools().filter(({ definition }) => definition.parameters.additionalProperties !== false);
    expect(loose.map(({ definition }) => definition.name)).toEqual([]);
  });

  test("belongs to a plugin that is on only if nothing of it leaves the server", () => {
    for (const { manifest } of registry.list()) {
      if (manifest.permissions.includes("network"))
        expect([manifest.id, manifest.onByDefault]).toEqual([manifest.id, false]);
    }
  });
});
