import { type Accessor, createSignal } from "solid-js";
import type { Session } from "#/client/shell/session.tsx";

/** What the composer of a place is doing beside plain writing. */
export type Intent = { kind: "plain" } | { kind: "reply"; eventId: string } | { kind: "edit"; eventId: string };

/** Messages ask, the composer of the same place does: they are apart in the page. */
export type Composing = {
  readonly intent: Accessor<Intent>;
  readonly setIntent: (intent: Intent) => void;
  /** Words that come from elsewhere, such as those of a message that was refused. */
  readonly take: (text: string) => void;
  readonly focus: () => void;
  /** The same, also when the composer is yet to be shown. Answers how to take the wish back. */
  readonly focusSoon: () => () => void;
  /** What was sent from here on this visit, oldest first; at most 50. */
  readonly sent: () => readonly string[];
  readonly noteSent: (text: string) => void;
  /** Marks the room as read and goes to its newest message; false where no timeline is shown, or the key has more to do. */
  readonly toNewest: () => boolean;
  /** `toNewest` answers whether Esc is used up by it: in a thread the same press closes the panel. */
  readonly attachTimeline: (toNewest: () => boolean) => () => void;
  /** The composer that is shown; a later one takes its place. */
  readonly attach: (composer: { take: (text: string) => void; focus: () => void }) => () => void;
};

const maxSent = 50;

const places = new WeakMap<Session, Map<string, Composing>>();

/** The state of a place's composer: of a room, or of a thread in it. */
export function composingOf(session: Session, roomId: string, rootId: string | null): Composing {
  const all = places.get(session) ?? new Map<string, Composing>();
  places.set(session, all);
  const key = rootId ?? roomId;
  const known = all.get(key) ?? create();
  all.set(key, known);
  return known;
}

function create(): Composing {
  const [intent, setIntent] = createSignal<Intent>({ kind: "plain" });
  let isAwaited = false;
  let sent: readonly string[] = [];
  let timeline: (() => boolean) | undefined;
  let composer: { take: (text: string) => void; focus: () => void } | undefined;
  return {
    intent,
    setIntent: (next) => {
      setIntent(next);
      if (next.kind !== "plain") composer?.focus();
    },
    take: (text) => composer?.take(text),
    focus: () => composer?.focus(),
    focusSoon: () => {
      isAwaited = composer === undefined;
      composer?.focus();
      return () => {
        isAwaited = false;
      };
    },
    sent: () => sent,
    noteSent: (text) => {
      sent = [...sent.filter((each) => each !== text), text].slice(-maxSent);
    },
    toNewest: () => timeline?.() ?? false,
    attachTimeline: (toNewest) => {
      timeline = toNewest;
      return () => {
        if (timeline === toNewest) timeline = undefined;
      };
    },
    attach: (next) => {
      composer = next;
      if (isAwaited) next.focus();
      isAwaited = false;
      return () => {
        if (composer === next) composer = undefined;
      };
    },
  };
}
