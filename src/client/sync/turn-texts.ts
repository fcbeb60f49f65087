import { createStore, produce } from "solid-js/store";
import type { ChunkFrame, ContextUsageFrame, StatusFrame } from "#/domain/ai/frames.ts";
import { hear, type TurnText } from "#/domain/ai/stream-text.ts";

/** More turns at once than anybody reads; the oldest leave first. */
const maxTurns = 64;
/** Of turns that are over, so that a frame that comes late does not bring them back. */
const maxOver = 256;

export type LiveTurn = {
  readonly roomId: string;
  readonly participantId: string;
  readonly threadRootId: string | null;
  /** What it has said so far; undefined while nothing was heard. */
  readonly text: TurnText | undefined;
  /** What it does, in words; null when it says nothing of it. */
  readonly status: string | null;
  readonly usage: { readonly prompt: number; readonly window: number } | null;
};

export type AiFrame = ChunkFrame | StatusFrame | ContextUsageFrame;
export type TurnTexts = ReturnType<typeof createTurnTexts>;

export function isAiFrame(frame: { type: string }): frame is AiFrame {
  return (
    frame.type === "swp.room.message.chunk" || frame.type === "swp.ai.status" || frame.type === "swp.ai.context_usage"
  );
}

/**
 * What AIs say and do right now, by turn, as the stream tells it: nothing of it is in the log. `onGap` is called when a part
 * was missed, once at a time for a room; it reads the room anew and gives what that holds to `take`.
 */
export function createTurnTexts(onGap: (roomId: string) => Promise<void>) {
  const [turns, setTurns] = createStore<Record<string, LiveTurn>>({});
  const over = new Set<string>();
  const filling = new Set<string>();

  function fill(roomId: string): void {
    if (filling.has(roomId)) return;
    filling.add(roomId);
    void onGap(roomId).finally(() => filling.delete(roomId));
  }

  function change(
    turnId: string,
    fresh: Omit<LiveTurn, "text" | "status" | "usage">,
    changed: Partial<LiveTurn>,
  ): void {
    setTurns(
      produce((all) => {
        all[turnId] = { ...(all[turnId] ?? { ...fresh, text: undefined, status: null, usage: null }), ...changed };
        const ids = Object.keys(all).sort();
        for (const id of ids.slice(0, Math.max(0, ids.length - maxTurns))) delete all[id];
      }),
    );
  }

  return {
    of: (turnId: string): LiveTurn | undefined => turns[turnId],
    hear(frame: AiFrame): void {
      if (over.has(frame.turn_id)) return;
      const participantId = frame.type === "swp.room.message.chunk" ? frame.sender_id : frame.participant_id;
      const threadRootId = "thread_root_id" in frame ? frame.thread_root_id : null;
      const fresh = { roomId: frame.room_id, participantId, threadRootId };
      switch (frame.type) {
        case "swp.ai.status":
          change(frame.turn_id, fresh, { status: frame.status });
          return;
        case "swp.ai.context_usage": {
          const usage = { prompt: frame.prompt_tokens, window: frame.context_window };
          change(frame.turn_id, fresh, { usage });
          return;
        }
        case "swp.room.message.chunk": {
          if (frame.content.chunk_text === "") return;
          const heard = hear(turns[frame.turn_id]?.text, frame);
          if (heard.kind === "gap") fill(frame.room_id);
          else change(frame.turn_id, fresh, { text: heard.text });
        }
      }
    },
    /** What a view of the room holds of a turn. What was heard meanwhile stays if it is longer. */
    take(turnId: string, of: Omit<LiveTurn, "text" | "status" | "usage">, text: TurnText): void {
      const known = turns[turnId]?.text;
      const end = (each: TurnText) => each.offset + each.text.length;
      if (!over.has(turnId) && (!known || end(known) < end(text))) change(turnId, of, { text });
    },
    /** Its last message is there, or it ended without one. */
    forget(turnId: string): void {
      over.add(turnId);
      for (const id of over) {
        if (over.size <= maxOver) break;
        over.delete(id);
      }
      setTurns(produce((all) => void delete all[turnId]));
    },
    /** The stream is gone; what was heard stays, as the next hello tells the prefix anew. */
    quiet(): void {
      setTurns(
        produce((all) => {
          for (const [id, turn] of Object.entries(all)) all[id] = { ...turn, status: null };
        }),
      );
    },
  };
}
