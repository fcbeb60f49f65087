import { Title } from "@solidjs/meta";
import { HttpStatusCode } from "@solidjs/start";
import { say } from "#/client/language/say.ts";
import { ButtonLink } from "#/client/ui/controls/button.tsx";
import { ErrorPage } from "#/client/ui/layout/empty-state.tsx";

export default function Missing() {
  return (
    <>
      <Title>{say("Not found")} · ScaiWave</Title>
      <HttpStatusCode code={404} />
      <ErrorPage
        title={say("Nothing is here")}
        text={say("The address may be mistyped, or what it led to is gone.")}
        action={<ButtonLink href="/">{say("Back to your rooms")}</ButtonLink>}
        details="SW_NOT_FOUND"
      />
    </>
  );
}
