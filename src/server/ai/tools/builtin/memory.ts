import { maxMemoryText } from "#/domain/ai/memory.ts";
import { visibleText } from "#/domain/ai/visible-text.ts";
import { addMemory, forgetMemories, listMemories } from "#/server/ai/memory/memories.ts";
import type { MemoryPlace } from "#/server/ai/memory/read-memories.ts";
import { oneLine } from "#/server/ai/tools/builtin/words.ts";
import { type Plugin, type PluginContext, ToolFailure } from "#/server/ai/tools/plugin.ts";

const maxRecalled = 50;
const text = { type: "string", minLength: 1, maxLength: maxMemoryText, description: "One fact, in one sentence" };

/**
 * What an AI keeps in mind for the one who asks is that person's to see and erase, so it needs no leave; what it keeps for
 * a room reaches others, and what it erases is gone, so a person approves both.
 */
export const memory: Plugin = {
  manifest: {
    id: "scaiwave.memory",
    name: "Memory",
    version: "1.0.0",
    description: "Keeps facts in mind, for a person or for a room. Everyone sees and erases their own.",
    permissions: ["memory"],
    injectsContext: false,
    scope: "private",
    onByDefault: true,
    tools: [
      {
        name: "remember",
        description: "Keeps a fact about the asking person in mind for later. Only what they want kept, never secrets.",
        usage: "/remember <fact>",
        parameters: { type: "object", properties: { text }, required: ["text"], additionalProperties: false },
        permissionsRequired: ["memory"],
        sideEffects: false,
      },
      {
        name: "remember_for_room",
        description: "Keeps a fact in mind for everyone in this room. A person approves it first.",
        parameters: { type: "object", properties: { text }, required: ["text"], additionalProperties: false },
        permissionsRequired: ["memory"],
        sideEffects: true,
      },
      {
        name: "recall",
        description: "What is kept in mind for this room, and, where nobody else reads along, about the asking person.",
        parameters: {
          type: "object",
          properties: { contains: { type: "string", minLength: 1, maxLength: 200 } },
          additionalProperties: false,
        },
        permissionsRequired: ["memory"],
        sideEffects: false,
      },
      {
        name: "forget",
        description: "Erases memories about the asking person by their ids. A person approves it first.",
        parameters: {
          type: "object",
          properties: {
            ids: {
              type: "array",
              minItems: 1,
              maxItems: maxRecalled,
              items: { type: "string", pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" },
            },
          },
          required: ["ids"],
          additionalProperties: false,
        },
        permissionsRequired: ["memory"],
        sideEffects: true,
      },
    ],
  },
  executeTool: async (tool, args, ctx, key) => {
    if (ctx.incognito)
      throw new ToolFailure("Nothing is remembered of an incognito room, and nothing is recalled in one.");
    if (tool === "recall") return recalled(ctx, args as { contains?: string });
    if (tool === "forget") {
      const { forgotten } = await forgetMemories(ctx.asker, { memory_ids: args.ids as string[] });
      return forgotten === 1 ? "One memory is erased." : `${forgotten} memories are erased.`;
    }
    const place = tool === "remember_for_room" ? ofRoom(ctx) : ofAsker(ctx);
    return remembered(ctx, place, String(args.text), key);
  },
};

const ofAsker = ({ asker }: PluginContext): MemoryPlace => ({ scope: "person", ownerId: asker.actor.participantId });
const ofRoom = ({ roomId }: PluginContext): MemoryPlace => ({ scope: "room", roomId });

/** With the asker's rights, in the AI's name. */
async function remembered(ctx: PluginContext, place: MemoryPlace, written: string, id: string): Promise<string> {
  const fact = visibleText(written).replace(/\s+/g, " ").trim();
  if (fact === "") throw new ToolFailure("There is nothing to remember in this.");
  const createdBy = ctx.ai.actor.participantId;
  await addMemory(ctx.asker, place, { text: fact, sourceRoomId: ctx.roomId, createdBy, id });
  return "Remembered.";
}

/** What is about the asker is told where nobody else reads the answer. */
async function recalled(ctx: PluginContext, { contains }: { contains?: string }): Promise<string> {
  const places = [ofRoom(ctx), ...(ctx.shared ? [] : [ofAsker(ctx)])];
  const page = { limit: 200, offset: 0 };
  const found = await Promise.all(places.map((place) => listMemories(ctx.asker, place, page)));
  const wanted = contains?.toLowerCase();
  return found
    .flat()
    .filter((each) => !wanted || each.text.toLowerCase().includes(wanted))
    .slice(0, maxRecalled)
    .map((each) => `- ${oneLine(each.text, maxMemoryText)} (${each.scope}, memory ${each.id})`)
    .join("\n");
}
