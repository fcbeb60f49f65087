import type { Plugin, ToolDefinition } from "#/server/ai/tools/plugin.ts";

export const toolName = /^[a-z][a-z0-9_]{0,63}$/;
const pluginId = /^[a-z][a-z0-9_]{0,31}\.[a-z][a-z0-9_]{0,63}$/;

export type KnownTool = { readonly plugin: Plugin; readonly definition: ToolDefinition };

/** Every plugin of this process. Made once, by the composition root; a clash or a malformed one stops the start. */
export class PluginRegistry {
  readonly #plugins = new Map<string, Plugin>();
  readonly #tools = new Map<string, KnownTool>();

  constructor(plugins: readonly Plugin[]) {
    for (const plugin of plugins) this.#add(plugin);
  }

  #add(plugin: Plugin): void {
    const { manifest } = plugin;
    if (!pluginId.test(manifest.id))
      throw new Error(`The plugin id “${manifest.id}” is not of the form namespace.name.`);
    if (this.#plugins.has(manifest.id)) throw new Error(`Two plugins are called “${manifest.id}”.`);
    this.#plugins.set(manifest.id, plugin);
    for (const definition of manifest.tools) {
      const problem = problemWith(plugin, definition);
      if (problem) throw new Error(problem);
      const other = this.#tools.get(definition.name);
      if (other) {
        throw new Error(`“${manifest.id}” and “${other.plugin.manifest.id}” both have a tool “${definition.name}”.`);
      }
      this.#tools.set(definition.name, { plugin, definition });
    }
  }

  /** In the order in which they were registered. */
  list(): readonly Plugin[] {
    return [...this.#plugins.values()];
  }

  plugin(id: string): Plugin | undefined {
    return this.#plugins.get(id);
  }

  /** A tool that a manifest names; dynamic ones are known to `toolsFor` alone. */
  tool(name: string): KnownTool | undefined {
    return this.#tools.get(name);
  }

  tools(): readonly KnownTool[] {
    return [...this.#tools.values()];
  }
}

/** What is wrong with a definition of this plugin, as one sentence; null when nothing is. */
export function problemWith({ manifest }: Plugin, definition: ToolDefinition): string | null {
  const { name, parameters, permissionsRequired } = definition;
  if (!toolName.test(name)) return `“${name}” of “${manifest.id}” is not a name for a tool.`;
  if (parameters.type !== "object") return `The parameters of “${name}” are not the schema of an object.`;
  const missing = permissionsRequired.find((permission) => !manifest.permissions.includes(permission));
  return missing ? `“${name}” needs “${missing}”, which “${manifest.id}” does not have.` : null;
}
