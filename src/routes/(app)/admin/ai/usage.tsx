import { Title } from "@solidjs/meta";
import { createAsync, revalidate } from "@solidjs/router";
import { aiAdmin } from "#/client/admin/ai-admin.ts";
import { AiUsagePage } from "#/client/admin/ai-usage-page.tsx";
import { say } from "#/client/language/say.ts";
import { loadAiSpend, loadInvocations, loadRatings } from "#/load-admin.ts";

export default function AdminAiUsage() {
  const spend = createAsync(() => loadAiSpend());
  const invocations = createAsync(() => loadInvocations());
  const ratings = createAsync(() => loadRatings());
  return (
    <>
      <Title>{say("Budgets and calls")} · ScaiWave</Title>
      <AiUsagePage
        spend={spend.latest}
        invocations={invocations.latest}
        older={aiAdmin.invocationsBefore}
        ratings={ratings.latest}
        ratingsFrom={aiAdmin.ratingsFrom}
        again={() => void revalidate([loadAiSpend.key, loadInvocations.key, loadRatings.key])}
      />
    </>
  );
}
