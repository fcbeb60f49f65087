import { Title } from "@solidjs/meta";
import { say } from "#/client/language/say.ts";
import { YouPage } from "#/client/shell/you-page.tsx";

export default function You() {
  return (
    <>
      <Title>{say("You")} · ScaiWave</Title>
      <YouPage />
    </>
  );
}
