import { Title } from "@solidjs/meta";
import { createAsync, revalidate } from "@solidjs/router";
import { aiAdmin } from "#/client/admin/ai-admin.ts";
import { AiGatewayPage } from "#/client/admin/ai-gateway-page.tsx";
import { say } from "#/client/language/say.ts";
import { loadAiSettings, loadModels } from "#/load-admin.ts";

export default function AdminModels() {
  const settings = createAsync(() => loadAiSettings());
  const models = createAsync(() => loadModels());
  return (
    <>
      <Title>{say("Models and gateway")} · ScaiWave</Title>
      <AiGatewayPage
        settings={settings.latest}
        models={models.latest}
        again={() => void revalidate([loadAiSettings.key, loadModels.key])}
        admin={aiAdmin}
      />
    </>
  );
}
