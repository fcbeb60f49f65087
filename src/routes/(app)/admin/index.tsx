import { Title } from "@solidjs/meta";
import { createAsync, revalidate } from "@solidjs/router";
import { OverviewPage } from "#/client/admin/overview-page.tsx";
import { say } from "#/client/language/say.ts";
import { loadStats } from "#/load-admin.ts";

export default function AdminOverview() {
  const stats = createAsync(() => loadStats());
  return (
    <>
      <Title>{say("Administration")} · ScaiWave</Title>
      <OverviewPage stats={stats.latest} again={() => void revalidate(loadStats.key)} />
    </>
  );
}
