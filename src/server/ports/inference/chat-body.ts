import type { ChatRequest, ModelMessage } from "#/server/ports/inference/port.ts";

/** A request in the words of OpenAI's wire; what is undefined is left out by JSON. */
export function chatBody(request: ChatRequest): string {
  return JSON.stringify({
    model: request.model,
    messages: request.messages.map(wireMessage),
    ...(request.tools.length > 0
      ? {
          tools: request.tools.map(({ name, description, parameters }) => ({
            type: "function",
            function: { name, description, parameters },
          })),
        }
      : {}),
    temperature: request.temperature,
    top_p: request.topP,
    max_tokens: request.maxTokens,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
    reasoning_effort: request.reasoningEffort,
    stream: true,
    stream_options: { include_usage: true },
  });
}

/** Names that the wire takes; a gateway refuses the whole request for another. */
const wireName = /^[a-zA-Z0-9_-]{1,64}$/;

function wireMessage(message: ModelMessage): unknown {
  if (message.role === "tool") return { role: "tool", tool_call_id: message.toolCallId, content: message.content };
  if (message.role === "assistant") {
    const calls = message.toolCalls ?? [];
    if (calls.length === 0) return { role: "assistant", content: message.content };
    const tool_calls = calls.map((call) => ({
      id: call.id,
      type: "function",
      function: { name: call.name, arguments: call.arguments || "{}" },
    }));
    return { role: "assistant", content: message.content || null, tool_calls };
  }
  const { role, content, name } = message;
  return { role, content, ...(name !== undefined && wireName.test(name) ? { name } : {}) };
}
