import { Title } from "@solidjs/meta";
import { createAsync, revalidate, useSearchParams } from "@solidjs/router";
import { admin } from "#/client/admin/admin.ts";
import { type PeopleFilter, PeoplePage, peoplePerPage } from "#/client/admin/people-page.tsx";
import { say } from "#/client/language/say.ts";
import { loadPeople } from "#/load-admin.ts";

export default function AdminPeople() {
  const [search, setSearch] = useSearchParams<{ q?: string; status?: string; page?: string }>();
  const filter = (): PeopleFilter => ({
    q: (search.q ?? "").slice(0, 100),
    status: search.status === "active" || search.status === "deactivated" ? search.status : "all",
    page: Math.min(1_000, Math.max(1, Math.trunc(Number(search.page)) || 1)),
  });
  const people = createAsync(() => {
    const { q, status, page } = filter();
    return loadPeople({ ...(q ? { q } : {}), status, limit: peoplePerPage, offset: (page - 1) * peoplePerPage });
  });
  const change = (to: Partial<PeopleFilter>) => {
    const { q, status, page } = { ...filter(), ...to };
    setSearch(
      { q: q || null, status: status === "all" ? null : status, page: page === 1 ? null : page },
      { replace: to.page === undefined || to.page === 1, scroll: false },
    );
  };
  return (
    <>
      <Title>{say("People")} · ScaiWave</Title>
      <PeoplePage
        people={people.latest}
        filter={filter()}
        onFilter={change}
        again={() => void revalidate(loadPeople.key)}
        admin={admin}
      />
    </>
  );
}
