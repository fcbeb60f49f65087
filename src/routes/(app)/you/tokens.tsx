import { Title } from "@solidjs/meta";
import { createAsync, revalidate } from "@solidjs/router";
import { account } from "#/client/identity/account.ts";
import { TokensPage } from "#/client/identity/tokens-page.tsx";
import { say } from "#/client/language/say.ts";
import { loadTokens } from "#/load.ts";

export default function Tokens() {
  const tokens = createAsync(() => loadTokens());
  return (
    <>
      <Title>{say("Access tokens")} · ScaiWave</Title>
      <TokensPage tokens={tokens.latest} again={() => void revalidate(loadTokens.key)} account={account} />
    </>
  );
}
