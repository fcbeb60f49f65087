import { Title } from "@solidjs/meta";
import { createAsync, revalidate, useSearchParams } from "@solidjs/router";
import { admin, auditStretch } from "#/client/admin/admin.ts";
import { AuditPage } from "#/client/admin/audit-page.tsx";
import { say } from "#/client/language/say.ts";
import { useSession } from "#/client/shell/session.tsx";
import { auditActions } from "#/domain/admin/actions.ts";
import { loadAudit, loadPeople } from "#/load-admin.ts";

export default function AdminAudit() {
  const { state } = useSession();
  const [search, setSearch] = useSearchParams<{ action?: string }>();
  const action = () => auditActions.find((known) => known === search.action);
  const newest = createAsync(() => {
    const chosen = action();
    return loadAudit({ ...(chosen ? { action: chosen } : {}), limit: auditStretch });
  });
  // Those who were deactivated are in no directory any more, and are whom one looks for here.
  const people = createAsync(() => loadPeople({ status: "all", limit: 100, offset: 0 }));
  const nameOf = (id: string) => {
    const known = people.latest;
    const managed = known?.ok ? known.value.items.find((person) => person.id === id) : undefined;
    return managed?.display_name ?? state.participants[id]?.display_name;
  };
  return (
    <>
      <Title>{say("Audit log")} · ScaiWave</Title>
      <AuditPage
        newest={newest.latest}
        action={action()}
        onAction={(chosen) => setSearch({ action: chosen ?? null }, { replace: true, scroll: false })}
        nameOf={nameOf}
        again={() => void revalidate(loadAudit.key)}
        older={admin.older}
      />
    </>
  );
}
