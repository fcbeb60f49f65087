import { blockIn, fencedIn, type HeardMessage } from "#/domain/ai/transcript.ts";
import type { ChatRequest, ModelMessage } from "#/server/ports/inference/port.ts";

/** A prompt as the demo model reads it. */
export type Heard = {
  /** What is asked: the last message, without a name at its front. */
  readonly asked: string;
  readonly asker: string;
  /** Everything before it, oldest first; the model's own words as `me`. */
  readonly before: readonly HeardMessage[];
  readonly summary: string;
  readonly memory: string;
  /** A note that it is asked about, and titles of others; "" without one. */
  readonly note: string;
  readonly titles: string;
  /** Results of the tools it called last, with the names of these; empty when it called none. */
  readonly results: readonly { readonly tool: string; readonly result: string }[];
};

export const me = "me";

export function heardIn({ messages }: ChatRequest): Heard {
  const users = messages.filter(({ role }) => role === "user");
  const text = users.map(({ content }) => content).join("\n\n");
  const said = messages.flatMap(wordsOf);
  const last = users.at(-1)?.content ?? "";
  const lastTag = last.lastIndexOf("</message>");
  // A request without a fence is our own, such as for a summary: it stands after the conversation.
  const bare = lastTag < 0 ? last : last.slice(lastTag + "</message>".length).trim();
  const trigger = said.findLast(({ handle }) => handle !== me);
  const asked = bare !== "" ? bare : (trigger?.text ?? "");
  return {
    asked: asked.replace(/^(?:@[\w.:-]+[\s,:]*)+/, "").trim(),
    asker: bare !== "" ? "" : (trigger?.name ?? ""),
    before: bare !== "" || !trigger ? said : said.slice(0, said.lastIndexOf(trigger)),
    summary: blockIn("summary", text),
    memory: blockIn("memory", text),
    note: blockIn("note", text),
    titles: blockIn("titles", text),
    results: resultsIn(messages),
  };
}

function wordsOf(message: ModelMessage): HeardMessage[] {
  if (message.role === "user") return fencedIn(message.content);
  if (message.role !== "assistant" || message.content === "") return [];
  return [{ handle: me, name: me, ai: true, at: "", text: message.content }];
}

function resultsIn(messages: readonly ModelMessage[]): Heard["results"] {
  const results: { tool: string; result: string }[] = [];
  for (const message of messages.toReversed()) {
    if (message.role === "tool") results.unshift({ tool: message.toolCallId, result: message.content });
    else if (message.role === "assistant" && message.toolCalls && results.length > 0) {
      const names = new Map(message.toolCalls.map(({ id, name }) => [id, name]));
      return results.map(({ tool, result }) => ({ tool: names.get(tool) ?? "a tool", result }));
    } else break;
  }
  return [];
}
