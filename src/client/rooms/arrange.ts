import { say } from "#/client/language/say.ts";
import type { Session } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { changedSidebar, mergeSidebar } from "#/domain/participants/sidebar.ts";
import type { Sidebar, SidebarChange, UpdateSidebarInput } from "#/domain/participants/sidebar-schema.ts";

/** What of one's list is shown. One of them is chosen at a time. */
export const roomFilters = {
  all: { unread_only: false, mentions_only: false },
  unread: { unread_only: true, mentions_only: false },
  mentions: { unread_only: false, mentions_only: true },
} as const satisfies Record<string, UpdateSidebarInput>;

export function isFiltered({ unread_only, mentions_only }: Sidebar): boolean {
  return unread_only || mentions_only;
}

/** One after the other, so that the server hears them in the order in which they were done. */
let line: Promise<void> = Promise.resolve();

/** Arranges one's list of rooms: seen at once here, and on one's other devices when the server took it. */
export function arrange(session: Session, update: UpdateSidebarInput | null): void {
  if (!update || Object.keys(update).length === 0) return;
  const before = plain(session.state.own.sidebar);
  const change = changedSidebar(before, mergeSidebar(before, update));
  const put = (fields: SidebarChange) =>
    session.store.change((draft) => void Object.assign(draft.own.sidebar, plain(fields)));
  put(change);
  line = line.then(async () => {
    try {
      await api.own.updateSidebar.mutate(update);
    } catch {
      put(Object.fromEntries(Object.keys(change).map((key) => [key, before[key as keyof Sidebar]])));
      session.toaster.show(say("Your list wasn't saved. Check the connection and try again."));
    }
  });
}

/** Not the store's own objects, which must not be handed around. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
