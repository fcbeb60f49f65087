import { createContext, type JSX, untrack, useContext } from "solid-js";
import { server } from "#/client/sync/server.ts";
import { createSyncStore, type SyncStore } from "#/client/sync/store.ts";
import { createToaster, type Toaster } from "#/client/ui/overlays/toaster.ts";
import type { ClientState, Overview } from "#/domain/views/state.ts";

/** What every screen works with. The same on the server, where nothing ever changes and no connection is opened. */
export type Session = {
  readonly store: SyncStore;
  /** The store's state, for reading. */
  readonly state: ClientState;
  readonly toaster: Toaster;
};

const SessionContext = createContext<Session>();

/** Holds the signed-in person's state while their pages are shown. */
export function SessionProvider(props: { readonly overview: Overview; readonly children: JSX.Element }) {
  const store = createSyncStore({ overview: untrack(() => props.overview) }, server);
  const session: Session = { store, state: store.state, toaster: createToaster() };
  return <SessionContext.Provider value={session}>{props.children}</SessionContext.Provider>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession is used outside of a SessionProvider.");
  return session;
}
