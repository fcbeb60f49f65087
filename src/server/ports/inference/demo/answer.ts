import type { ChatRequest, ModelToolCall } from "#/server/ports/inference/port.ts";

export type DemoAnswer = { readonly text: string; readonly calls: readonly ModelToolCall[] };

/** What the demo model says to a prompt: the same to the same prompt, from nothing but its words. */
export function demoAnswer(request: ChatRequest): DemoAnswer {
  const asked = request.messages.findLast(({ role }) => role === "user")?.content ?? "";
  return {
    text: `I am the demo model, built into ScaiWave; I know nothing. I read: ${asked.slice(0, 200)}`,
    calls: [],
  };
}
