import { useSearchParams } from "@solidjs/router";
import {
  type Accessor,
  createComputed,
  createContext,
  createEffect,
  createMemo,
  createSignal,
  For,
  type JSX,
  on,
  untrack,
  useContext,
} from "solid-js";
import { unreadHold } from "#/client/messages/unread-hold.ts";
import { useSession } from "#/client/shell/session.tsx";
import css from "./timeline.module.css";

/** Rooms whose timelines stay in the page, the one on screen among them. */
const maxKept = 5;

/** What a timeline that may outlive one's being in its room needs to know. */
export type Keeping = {
  /** Whether it is on screen. What is not neither reads, moves, nor says anything. */
  readonly isShown: Accessor<boolean>;
  /** `test` tells on leaving whether coming back finds the same: a divider, for one, is of a single visit. */
  readonly keepIf: (test: () => boolean) => void;
};

const KeepingContext = createContext<Keeping>({ isShown: () => true, keepIf: () => undefined });

export const useKeeping = (): Keeping => useContext(KeepingContext);

type Kept = { readonly roomId: string; usedAt: number };

export type KeptTimelinesProps = {
  /** The room on screen; undefined while it is on its way, or where there is nothing to read. */
  readonly roomId: string | undefined;
  readonly children: (roomId: string) => JSX.Element;
};

/**
 * The timelines of the latest rooms, of which one is seen: the others keep their elements and where they were scrolled, so
 * that going back takes a frame. One in which something new was said, or that was left with a divider, is made anew.
 */
export function KeptTimelines(props: KeptTimelinesProps) {
  const session = useSession();
  const { state } = session;
  const [search] = useSearchParams<{ m?: string; message?: string }>();
  let turn = 0;
  const [all, setAll] = createSignal<readonly Kept[]>([]);
  createComputed(
    on(
      () => props.roomId,
      (roomId) => roomId !== undefined && setAll((before) => enter(before, roomId)),
    ),
  );

  function enter(before: readonly Kept[], roomId: string): readonly Kept[] {
    turn += 1;
    const known = before.find((each) => each.roomId === roomId);
    if (known && isAsLeft(roomId)) {
      known.usedAt = turn;
      return before;
    }
    const others = before.filter((each) => each !== known);
    const oldest = others.length < maxKept ? undefined : others.toSorted((a, b) => a.usedAt - b.usedAt)[0];
    return [...others.filter((each) => each !== oldest), { roomId, usedAt: turn }];
  }

  /** A link is followed, and what waits is divided from what was read, by a timeline that begins. */
  function isAsLeft(roomId: string): boolean {
    return untrack(
      () =>
        !search.m &&
        !search.message &&
        state.rooms[roomId]?.unread.length === 0 &&
        unreadHold(session).after(roomId) === null,
    );
  }

  const drop = (kept: Kept) => setAll((before) => before.filter((each) => each !== kept));

  return (
    <div class={css.stack} data-away={props.roomId === undefined ? "" : undefined}>
      <For each={all()}>
        {(kept) => (
          <KeptTimeline roomId={kept.roomId} isShown={props.roomId === kept.roomId} onStale={() => drop(kept)}>
            {props.children}
          </KeptTimeline>
        )}
      </For>
    </div>
  );
}

function KeptTimeline(props: {
  readonly roomId: string;
  readonly isShown: boolean;
  readonly onStale: () => void;
  readonly children: (roomId: string) => JSX.Element;
}) {
  const { state } = useSession();
  let mayStay: () => boolean = () => true;
  const keeping: Keeping = {
    isShown: () => props.isShown,
    keepIf: (test) => {
      mayStay = test;
    },
  };
  createEffect(
    on(
      () => props.isShown,
      (isShown) => {
        if (!isShown && !mayStay()) props.onStale();
      },
      { defer: true },
    ),
  );
  // What came meanwhile is shown with its divider; what the store let go is read anew.
  const latest = createMemo(() => state.rooms[props.roomId]?.last_position);
  const isHeld = createMemo(() => state.views[props.roomId] !== undefined);
  createEffect(
    on(
      [latest, isHeld],
      () => {
        if (!props.isShown) props.onStale();
      },
      { defer: true },
    ),
  );
  return (
    <KeepingContext.Provider value={keeping}>
      <div class={css.kept} data-away={props.isShown ? undefined : ""}>
        {props.children(props.roomId)}
      </div>
    </KeepingContext.Provider>
  );
}
