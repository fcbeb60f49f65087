import type { Session } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import type { CustomStatus } from "#/domain/participants/status-schema.ts";

/** Says something of oneself, or nothing any more: shown when the server took it, which the stream tells everyone. */
export async function setStatus(session: Session, status: CustomStatus | null): Promise<void> {
  await api.own.setStatus.mutate({ status });
  session.store.change((draft) => {
    if (status) draft.statuses[draft.me.id] = { ...status };
    else delete draft.statuses[draft.me.id];
  });
}
