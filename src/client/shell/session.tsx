import { createContext, type JSX, onCleanup, onMount, untrack, useContext } from "solid-js";
import { followChoices } from "#/client/shell/choose.ts";
import { server } from "#/client/sync/server.ts";
import { createSync, type Sync } from "#/client/sync/sync.ts";
import { createToaster, type Toaster } from "#/client/ui/overlays/toaster.ts";
import type { Overview } from "#/domain/views/state.ts";

/**
 * What every screen works with: the state and its store, actions, timelines, typing, the connection. The same while the
 * server renders, where nothing ever changes and nothing connects.
 */
export type Session = Sync & {
  /** Says that something was done. */
  readonly toaster: Toaster;
};

/** For tests of what is shown inside. */
export const SessionContext = createContext<Session>();

/** Holds the signed-in person's state while their pages are shown, and keeps it connected in the browser. */
export function SessionProvider(props: { readonly overview: Overview; readonly children: JSX.Element }) {
  const sync = createSync({ overview: untrack(() => props.overview) }, { server });
  const session: Session = { ...sync, toaster: createToaster() };
  followChoices(session);
  onMount(() => {
    sync.start();
    onCleanup(() => sync.stop());
  });
  return <SessionContext.Provider value={session}>{props.children}</SessionContext.Provider>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession is used outside of a SessionProvider.");
  return session;
}
