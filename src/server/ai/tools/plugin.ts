import type { Context } from "#/server/database/context.ts";

export const pluginPermissions = ["read_room", "read_tenant", "write_room", "memory", "network", "schedule"] as const;
export type PluginPermission = (typeof pluginPermissions)[number];

export type ToolDefinition = {
  /** Unique over all plugins, `[a-z0-9_]`, at most 64. */
  readonly name: string;
  readonly description: string;
  /** JSON schema of an object. Arguments are checked against it before the tool runs. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** How it may be asked for by hand, such as `/calc <expression>`. */
  readonly usage?: string;
  readonly permissionsRequired: readonly PluginPermission[];
  /** It changes something that others see or that stays: a person of the room approves each call. */
  readonly sideEffects: boolean;
};

export type PluginManifest = {
  /** `namespace.name`; those that come with the product begin with `scaiwave.`. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly tools: readonly ToolDefinition[];
  readonly permissions: readonly PluginPermission[];
  /** Only then is `systemContext` asked. */
  readonly injectsContext: boolean;
  /** `private`: reads only what the asking person may see. */
  readonly scope: "private" | "room" | "public";
  /** Whether tenants have it without turning it on. */
  readonly onByDefault: boolean;
};

/** Within what a plugin acts. */
export type PluginContext = {
  /**
   * The asking person as an actor: whatever a tool reads, it reads with their rights. Where `shared` is true, only what
   * everyone in the room may read as well.
   */
  readonly asker: Context;
  /** The AI as an actor: whatever a tool says or does, it does in its own name. */
  readonly ai: Context;
  readonly roomId: string;
  readonly threadRootId: string | null;
  readonly turnId: string;
  /** Others than the asker and AIs read the answer. */
  readonly shared: boolean;
  readonly incognito: boolean;
  readonly signal: AbortSignal;
};

/**
 * A plugin: tools that a model may call. `executeTool` answers in Markdown, "" for no result; a failure is thrown as
 * `ToolFailure` with what to try instead. It must end soon after the signal aborts, at most 30 seconds after it began.
 */
export type Plugin = {
  readonly manifest: PluginManifest;
  /** One line for the prompt, or null. */
  systemContext?(ctx: PluginContext): Promise<string | null>;
  /** Definitions that depend on where it is asked. */
  dynamicTools?(ctx: PluginContext): Promise<readonly ToolDefinition[]>;
  /** `idempotencyKey` is the same when the same call runs again after a crash. */
  executeTool(
    tool: string,
    args: Readonly<Record<string, unknown>>,
    ctx: PluginContext,
    idempotencyKey: string,
  ): Promise<string>;
};

/** A tool that could not: the model is told the sentence and the ways around it. */
export class ToolFailure extends Error {
  override readonly name = "ToolFailure";
  readonly suggestions: readonly string[];

  constructor(sentence: string, suggestions: readonly string[] = []) {
    super(sentence);
    this.suggestions = suggestions;
  }
}
