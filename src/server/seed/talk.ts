import { extractMentions } from "#/domain/markdown/plain-text.ts";
import type { Context } from "#/server/database/context.ts";
import { editMessage } from "#/server/messages/edit-message.ts";
import { addReaction } from "#/server/messages/react.ts";
import { redactMessage } from "#/server/messages/redact-message.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import type { Step } from "#/server/seed/demo-talk.ts";

/** Plays the steps in a room as the people they belong to; answers the ids of what was said, in order. */
export async function talk(
  cast: ReadonlyMap<string, Context>,
  roomId: string,
  steps: readonly Step[],
  pass: (minutes: number) => void,
): Promise<string[]> {
  const handles = new Map([...cast].map(([key, ctx]) => [key, ctx.actor.participantId]));
  const named = new Map<string, string>();
  const said: string[] = [];
  for (const step of steps) {
    pass(step.minutes);
    const ctx = cast.get(step.who)!;
    if ("reacts" in step) {
      await addReaction(ctx, { room_id: roomId, event_id: named.get(step.to)!, emoji: step.reacts });
    } else if ("removes" in step) {
      await redactMessage(ctx, { room_id: roomId, event_id: named.get(step.removes)!, reason: step.reason });
    } else {
      const mentions = extractMentions(step.says, handles);
      const content = { msgtype: "swp.text", body: step.says, ...(mentions.length > 0 ? { mentions } : {}) };
      if ("edits" in step) {
        await editMessage(ctx, { room_id: roomId, event_id: named.get(step.edits)!, content });
        continue;
      }
      const message = await sendMessage(ctx, {
        room_id: roomId,
        content: {
          ...content,
          ...(step.replyTo ? { reply_to_event_id: named.get(step.replyTo)! } : {}),
          ...(step.thread ? { thread_root_id: named.get(step.thread)! } : {}),
        },
      });
      if (step.name) named.set(step.name, message.id);
      said.push(message.id);
    }
  }
  return said;
}
