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

/** Within what a plugin acts: built anew for each step, from what the asker and the AI are at that moment. */
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
  /** Nothing of this room may be kept elsewhere. */
  readonly incognito: boolean;
  readonly now: () => Date;
  readonly signal: AbortSignal;
};

/** Markdown, "" for no result. One that may be long comes in pieces: reading ends at the bound, so that it is never whole. */
export type ToolResult = string | AsyncIterable<string>;

/**
 * A plugin: tools that a model may call. A failure is thrown as `ToolFailure` with what to try instead. `executeTool` must
 * end soon after the signal of its context aborts, at most 30 seconds after it began; nobody waits for it longer.
 */
export type Plugin = {
  readonly manifest: PluginManifest;
  /** One line for the prompt, or null. */
  systemContext?(ctx: PluginContext): Promise<string | null>;
  /** Definitions that depend on where it is asked. */
  dynamicTools?(ctx: PluginContext): Promise<readonly ToolDefinition[]>;
  /**
   * `idempotencyKey` (a UUID) is the same when the same call runs again after a crash: whatever has side effects does them
   * under this key, once. `args` satisfy `parameters` and were written by a model: as hostile as anything from outside.
   */
  executeTool(
    tool: string,
    args: Readonly<Record<string, unknown>>,
    ctx: PluginContext,
    idempotencyKey: string,
  ): Promise<ToolResult>;
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
