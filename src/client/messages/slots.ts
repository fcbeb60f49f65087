import { type Component, createContext, useContext } from "solid-js";
import type { Conversation } from "#/client/messages/conversation.ts";
import type { TimelineItem } from "#/client/sync/timeline.ts";

type OfMessage = { readonly item: TimelineItem; readonly conversation: Conversation };
type OfPlace = { readonly conversation: Conversation; readonly rootId: string | null };

/** What later features put into messages and beside the composer. The shell gives it; without it there is nothing there. */
export type MessageSlots = {
  /** Above the words of an AI: what it does, and which tools it used. */
  readonly AboveWords: Component<OfMessage>;
  /** Under the words of an AI: how it ended, and what can be done about it. */
  readonly UnderWords: Component<OfMessage>;
  /** Under the words that name notes: those notes. */
  readonly UnderNotes: Component<OfMessage>;
  /** Over the composer: what is being written out of sight. */
  readonly OverComposer: Component<OfPlace>;
  /** At the start of a conversation with an AI alone. */
  readonly AiStart: Component<{ readonly conversation: Conversation; readonly participantId: string }>;
  /** Stops what an AI is doing here for the viewer; undefined when there is nothing that they may stop. Reactive. */
  readonly stopper: (place: OfPlace) => (() => void) | undefined;
};

export const MessageSlotsContext = createContext<MessageSlots>();

export function useMessageSlots(): MessageSlots | undefined {
  return useContext(MessageSlotsContext);
}
