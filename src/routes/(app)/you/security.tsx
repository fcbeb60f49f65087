import { Title } from "@solidjs/meta";
import { createAsync, revalidate } from "@solidjs/router";
import { account } from "#/client/identity/account.ts";
import { SecurityPage } from "#/client/identity/security-page.tsx";
import { say } from "#/client/language/say.ts";
import { loadSessions } from "#/load.ts";

export default function Security() {
  const sessions = createAsync(() => loadSessions());
  return (
    <>
      <Title>{say("Security")} · ScaiWave</Title>
      <SecurityPage sessions={sessions.latest} again={() => void revalidate(loadSessions.key)} account={account} />
    </>
  );
}
