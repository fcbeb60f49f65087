import { Title } from "@solidjs/meta";
import { createAsync, revalidate } from "@solidjs/router";
import { AiPreferencesPage } from "#/client/ai/ai-preferences-page.tsx";
import { ownMemories } from "#/client/ai/own-memories.ts";
import { say } from "#/client/language/say.ts";
import { api } from "#/client/sync/api.ts";
import { loadPreferences } from "#/load.ts";

export default function AiPreferences() {
  const preferences = createAsync(() => loadPreferences());
  return (
    <>
      <Title>{say("AI")} · ScaiWave</Title>
      <AiPreferencesPage
        preferences={preferences.latest}
        again={() => void revalidate(loadPreferences.key)}
        update={(input) => api.participants.updatePreferences.mutate(input)}
        memories={ownMemories}
      />
    </>
  );
}
