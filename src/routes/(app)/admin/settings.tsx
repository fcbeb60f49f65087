import { Title } from "@solidjs/meta";
import { createAsync, revalidate } from "@solidjs/router";
import { admin } from "#/client/admin/admin.ts";
import { TenantSettingsPage } from "#/client/admin/tenant-settings-page.tsx";
import { say } from "#/client/language/say.ts";
import { loadSettings } from "#/load-admin.ts";

export default function AdminSettings() {
  const settings = createAsync(() => loadSettings());
  return (
    <>
      <Title>{say("Server settings")} · ScaiWave</Title>
      <TenantSettingsPage
        settings={settings.latest}
        again={() => void revalidate(loadSettings.key)}
        update={admin.updateSettings}
      />
    </>
  );
}
