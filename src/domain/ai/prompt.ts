import { fenced, fencedBlock, harmless, type Said } from "#/domain/ai/transcript.ts";

/**
 * How blocks stand in a prompt, the highest first, and which goes when the model cannot read them all: of those that may
 * go, the lowest. The participant's own prompt and the trigger always stay; of the conversation, the newest.
 */
export const blockPriorities = {
  "system:participant": 100,
  "system:room": 90,
  plugin: 80,
  memory: 70,
  room_summary: 60,
  tool_etiquette: 50,
  conversation: 10,
  trigger: 0,
  /** What this turn did already stands after what it answers. */
  turn: -1,
} as const;

export type BlockSource = keyof Omit<typeof blockPriorities, "plugin"> | `plugin:${string}`;

export type PromptToolCall = { readonly id: string; readonly name: string; readonly arguments: string };

/** As the inference port takes it. */
export type PromptMessage =
  | { readonly role: "system" | "user"; readonly content: string }
  | { readonly role: "assistant"; readonly content: string; readonly toolCalls?: readonly PromptToolCall[] }
  | { readonly role: "tool"; readonly toolCallId: string; readonly content: string };

/** One piece of a prompt as it can be looked at. */
export type PromptBlock = {
  readonly role: PromptMessage["role"];
  readonly source: BlockSource;
  readonly priority: number;
  readonly content: string;
  /** An estimate: each model counts in its own way. */
  readonly tokens: number;
};

/** What one step of the turn said and called; a call without a result is still to come. */
export type TurnStep = {
  readonly text: string;
  readonly calls: readonly (PromptToolCall & { readonly result: string })[];
};

export type PromptParts = {
  /** Written by those who may: admins, moderators, plugins, ourselves. */
  readonly system: readonly { readonly source: BlockSource; readonly text: string }[];
  /** Words of others that are kept: data, not orders. */
  readonly memory: string | null;
  readonly summary: string | null;
  /** Oldest first; all but the trigger. */
  readonly conversation: readonly Said[];
  readonly trigger: Said | null;
  readonly steps: readonly TurnStep[];
  /** In tokens, for everything here. */
  readonly budget: number;
  readonly count: (text: string) => number;
};

export type Prompt = {
  readonly messages: PromptMessage[];
  readonly blocks: PromptBlock[];
  readonly tokens: number;
  /** Messages of the conversation that did not fit. */
  readonly leftOut: number;
};

/** What the form of a message costs beside its words. */
const perMessage = 6;
const cutMark = "\n[The rest of this was left out: it is too long.]";
/** No tokenizer makes less than a token of so many characters of prose; longer texts are cut before they are counted. */
const charsPerToken = 8;

/** Puts a prompt together within its budget. */
export function assemblePrompt(parts: PromptParts): Prompt {
  const counted = (text: string) => parts.count(text) + perMessage;
  const block = (role: PromptMessage["role"], source: BlockSource, content: string): PromptBlock => ({
    role,
    source,
    priority: priorityOf(source),
    content,
    tokens: counted(content),
  });

  const shortened = (text: string, tokens: number) => cut(text, Math.max(0, tokens - perMessage), parts.count);

  // What may not be missing comes first, each with a share that leaves room for the others.
  const { budget } = parts;
  const own = parts.system.find(({ source }) => source === "system:participant");
  const system = own ? [block("system", own.source, shortened(own.text, budget * 0.35))] : [];
  const trigger = parts.trigger
    ? [spoken(parts.trigger, "trigger", shortened(harmless(parts.trigger.text), budget * 0.3), block)]
    : [];
  const steps = stepBlocks(parts.steps, budget * 0.3, parts.count);
  let left = budget - sum(system) - sum(trigger) - steps.tokens;

  const others = parts.system
    .filter((entry) => entry !== own && entry.text !== "")
    .map(({ source, text }) => block("system", source, shortened(text, budget * 0.15)));
  const kept = [
    ...(parts.memory
      ? [block("user", "memory", fencedBlock("memory", shortened(harmless(parts.memory), budget * 0.1)))]
      : []),
    ...(parts.summary
      ? [block("user", "room_summary", fencedBlock("summary", shortened(harmless(parts.summary), budget * 0.15)))]
      : []),
  ];
  const optional: PromptBlock[] = [];
  for (const candidate of byPriority([...others, ...kept])) {
    if (candidate.tokens > left) continue;
    optional.push(candidate);
    left -= candidate.tokens;
  }

  const conversation: PromptBlock[] = [];
  let told = 0;
  for (const said of parts.conversation.toReversed()) {
    const share = Math.min(left, budget * 0.2);
    if (share < perMessage * 4) break;
    const next = spoken(said, "conversation", shortened(harmless(said.text), share - 40), block);
    if (next.tokens > left) break;
    left -= next.tokens;
    told += 1;
    conversation.unshift(next);
  }
  const blocks = byPriority([...system, ...optional, ...conversation, ...trigger]);
  return {
    messages: [...merged(blocks), ...steps.messages],
    blocks: [...blocks, ...steps.messages.map((message) => block(message.role, "turn", message.content))],
    tokens: budget - left,
    leftOut: parts.conversation.length - told,
  };
}

function priorityOf(source: BlockSource): number {
  return blockPriorities[source.startsWith("plugin:") ? "plugin" : (source as keyof typeof blockPriorities)];
}

function sum(blocks: readonly PromptBlock[]): number {
  return blocks.reduce((total, { tokens }) => total + tokens, 0);
}

/** Stable: blocks of one priority keep their order. */
function byPriority(blocks: readonly PromptBlock[]): PromptBlock[] {
  return blocks.toSorted((a, b) => b.priority - a.priority);
}

type MakeBlock = (role: PromptMessage["role"], source: BlockSource, content: string) => PromptBlock;

function spoken(said: Said, source: BlockSource, text: string, block: MakeBlock): PromptBlock {
  return said.own ? block("assistant", source, text) : block("user", source, fenced(said, text));
}

/** Neighbours of one role as one message: many gateways refuse two in a row. */
function merged(blocks: readonly PromptBlock[]): PromptMessage[] {
  const messages: { role: "system" | "user" | "assistant"; content: string }[] = [];
  for (const { role, content } of blocks) {
    const last = messages.at(-1);
    if (role === "tool" || content === "") continue;
    if (last?.role === role) last.content += `\n\n${content}`;
    else messages.push({ role, content });
  }
  return messages;
}

/** The steps of the turn so far; when their results are too long together, each is cut to its share. */
function stepBlocks(
  steps: readonly TurnStep[],
  budget: number,
  count: (text: string) => number,
): { messages: PromptMessage[]; tokens: number } {
  const results = steps.flatMap(({ calls }) => calls);
  const tokensOf = (text: string) => count(text.slice(0, budget * charsPerToken)) + perMessage;
  const fixed = steps.reduce(
    (total, step) => total + tokensOf(step.text) + step.calls.reduce((all, call) => all + tokensOf(call.arguments), 0),
    0,
  );
  const whole = results.reduce((total, { result }) => total + tokensOf(result), 0);
  const share = fixed + whole <= budget ? Number.POSITIVE_INFINITY : Math.max(40, (budget - fixed) / results.length);
  const messages: PromptMessage[] = [];
  let tokens = fixed;
  for (const { text, calls } of steps) {
    const toolCalls = calls.map(({ id, name, arguments: args }) => ({ id, name, arguments: args }));
    if (text !== "" || calls.length > 0) {
      messages.push({ role: "assistant", content: text, ...(calls.length > 0 ? { toolCalls } : {}) });
    }
    for (const { id, result } of calls) {
      const content = Number.isFinite(share) ? cut(result, share - perMessage, count) : result;
      tokens += count(content) + perMessage;
      messages.push({ role: "tool", toolCallId: id, content });
    }
  }
  return { messages, tokens };
}

/** The beginning of a text, at most so many tokens long, with a word on what is missing. */
export function cut(text: string, tokens: number, count: (text: string) => number): string {
  const most = Math.max(0, Math.floor(tokens));
  const start = text.slice(0, most * charsPerToken);
  if (start.length === text.length && count(text) <= most) return text;
  // Halving finds the place in a few counts, whatever the text is made of.
  let [fits, tooLong] = [0, start.length + 1];
  const room = most - count(cutMark);
  while (tooLong - fits > Math.max(16, start.length / 64)) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (count(start.slice(0, middle)) <= room) fits = middle;
    else tooLong = middle;
  }
  return `${start.slice(0, fits).toWellFormed()}${cutMark}`;
}
