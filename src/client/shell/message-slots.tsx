import { lazy } from "solid-js";
import { stopTurn } from "#/client/ai/turn-verbs.ts";
import { maySteer, turnsAtWork } from "#/client/ai/turns.ts";
import { unreadHere } from "#/client/ai/unread-here.ts";
import type { MessageSlots } from "#/client/messages/slots.ts";

const OverComposer = lazy(() => import("#/client/ai/over-composer.tsx"));

/** What AI and notes put into messages and beside the composer. Loaded where they have something to show. */
export const messageSlots: MessageSlots = {
  AboveWords: lazy(() => import("#/client/ai/above-words.tsx")),
  UnderWords: lazy(() => import("#/client/ai/under-words.tsx")),
  UnderNotes: lazy(() => import("#/client/notes/note-cards.tsx")),
  // What was unread is looked at as one comes in: a moment later some of it is read.
  OverComposer: (props) => {
    const unread = props.rootId === null ? unreadHere(props.conversation) : undefined;
    return <OverComposer {...props} unread={unread} />;
  },
  AiStart: lazy(() => import("#/client/ai/ai-start.tsx")),
  stopper: ({ conversation, rootId }) => {
    const turn = turnsAtWork(conversation, rootId).find((each) => maySteer(conversation, each));
    return turn && (() => void stopTurn(conversation, turn));
  },
};
