import { createMemoryHistory, MemoryRouter, Route } from "@solidjs/router";
import { render } from "@solidjs/testing-library";
import type { JSX } from "solid-js";
import { overview } from "#/client/rooms/overview.testing.ts";
import { type Session, SessionContext } from "#/client/shell/session.tsx";
import { server } from "#/client/sync/server.ts";
import { createSync } from "#/client/sync/sync.ts";
import { installTopLayer } from "#/client/ui/overlays/jsdom-top-layer.ts";
import { createToaster } from "#/client/ui/overlays/toaster.ts";

/** A page of the settings at its address, over a real store that never connects. */
export function showInSettings(path: string, page: () => JSX.Element, roles: readonly string[] = []) {
  installTopLayer();
  const known = overview([]);
  known.me.roles = [...roles];
  const session: Session = { ...createSync({ overview: known }, { server }), toaster: createToaster() };
  const history = createMemoryHistory();
  history.set({ value: path });
  const shown = render(() => (
    <SessionContext.Provider value={session}>
      <MemoryRouter history={history}>
        <Route path="*" component={page} />
      </MemoryRouter>
    </SessionContext.Provider>
  ));
  return {
    ...shown,
    session,
    history,
    toasts: () => session.toaster.toasts().map(({ text }) => text),
    setRoles: (given: readonly string[]) =>
      session.store.change((draft) => {
        draft.me.roles = [...given];
      }),
  };
}
