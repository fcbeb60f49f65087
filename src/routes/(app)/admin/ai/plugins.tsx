import { Title } from "@solidjs/meta";
import { createAsync, revalidate } from "@solidjs/router";
import { aiAdmin } from "#/client/admin/ai-admin.ts";
import { AiPluginsPage } from "#/client/admin/ai-plugins-page.tsx";
import { say } from "#/client/language/say.ts";
import { loadPlugins } from "#/load-admin.ts";

export default function AdminPlugins() {
  const plugins = createAsync(() => loadPlugins());
  return (
    <>
      <Title>{say("Plugins")} · ScaiWave</Title>
      <AiPluginsPage
        plugins={plugins.latest}
        again={() => void revalidate(loadPlugins.key)}
        toggle={aiAdmin.togglePlugin}
      />
    </>
  );
}
