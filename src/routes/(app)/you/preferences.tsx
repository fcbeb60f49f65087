import { Title } from "@solidjs/meta";
import { PreferencesPage } from "#/client/shell/preferences-page.tsx";

export default function Preferences() {
  return (
    <>
      <Title>Preferences · ScaiWave</Title>
      <PreferencesPage />
    </>
  );
}
