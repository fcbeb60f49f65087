import { calculator } from "#/server/ai/tools/builtin/calculator.ts";
import { type HelperDeps, helpers } from "#/server/ai/tools/builtin/helpers.ts";
import { memory } from "#/server/ai/tools/builtin/memory.ts";
import { notes } from "#/server/ai/tools/builtin/notes.ts";
import { reminders } from "#/server/ai/tools/builtin/reminders.ts";
import { room } from "#/server/ai/tools/builtin/room.ts";
import { rooms } from "#/server/ai/tools/builtin/rooms.ts";
import { search } from "#/server/ai/tools/builtin/search.ts";
import { todos } from "#/server/ai/tools/builtin/todos.ts";
import { web } from "#/server/ai/tools/builtin/web.ts";
import { PluginRegistry } from "#/server/ai/tools/registry.ts";

/**
 * Everything that AIs may be given. A later feature adds its plugin here, and imports no other; each tool needs its row in
 * the table of policies (`src/server/plugins.test.ts`).
 */
export function composePlugins(deps: HelperDeps): PluginRegistry {
  return new PluginRegistry([calculator, memory, search, room, reminders, rooms, notes, todos, web(), helpers(deps)]);
}
