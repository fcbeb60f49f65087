import { Title } from "@solidjs/meta";
import { createAsync, revalidate, useSearchParams } from "@solidjs/router";
import { ReportsPage, reportStatuses, reportsPerPage } from "#/client/admin/reports-page.tsx";
import { say } from "#/client/language/say.ts";
import { api } from "#/client/sync/api.ts";
import { loadReports } from "#/load-admin.ts";

export default function AdminReports() {
  const [search, setSearch] = useSearchParams<{ status?: string; page?: string }>();
  const status = () => reportStatuses.find((known) => known === search.status) ?? "open";
  const page = () => Math.min(2_000, Math.max(1, Math.floor(Number(search.page)) || 1));
  const reports = createAsync(() =>
    loadReports({ status: status(), limit: reportsPerPage, offset: (page() - 1) * reportsPerPage }),
  );
  return (
    <>
      <Title>{say("Reports")} · ScaiWave</Title>
      <ReportsPage
        reports={reports.latest}
        status={status()}
        page={page()}
        onChoose={(chosen) =>
          setSearch(
            { page: chosen.page > 1 ? String(chosen.page) : null, ...(chosen.status ? { status: chosen.status } : {}) },
            { replace: true, scroll: false },
          )
        }
        again={() => void revalidate(loadReports.key)}
        resolve={(report_id, outcome) => api.admin.resolveReport.mutate({ report_id, outcome })}
      />
    </>
  );
}
