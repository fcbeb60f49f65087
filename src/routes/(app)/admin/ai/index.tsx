import { Title } from "@solidjs/meta";
import { createAsync, revalidate } from "@solidjs/router";
import { AiListPage } from "#/client/admin/ai-list-page.tsx";
import { say } from "#/client/language/say.ts";
import { loadAis } from "#/load-admin.ts";

export default function AdminAi() {
  const ais = createAsync(() => loadAis());
  return (
    <>
      <Title>{say("AI assistants")} · ScaiWave</Title>
      <AiListPage ais={ais.latest} again={() => void revalidate(loadAis.key)} />
    </>
  );
}
