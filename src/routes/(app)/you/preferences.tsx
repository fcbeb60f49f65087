import { Title } from "@solidjs/meta";
import { say } from "#/client/language/say.ts";
import { PreferencesPage } from "#/client/shell/preferences-page.tsx";

export default function Preferences() {
  return (
    <>
      <Title>{say("Preferences")} · ScaiWave</Title>
      <PreferencesPage />
    </>
  );
}
