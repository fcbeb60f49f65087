import { Title } from "@solidjs/meta";
import { HttpStatusCode } from "@solidjs/start";
import { ButtonLink } from "#/client/ui/controls/button.tsx";
import { ErrorPage } from "#/client/ui/layout/empty-state.tsx";

export default function Missing() {
  return (
    <>
      <Title>Not found · ScaiWave</Title>
      <HttpStatusCode code={404} />
      <ErrorPage
        title="Nothing is here"
        text="The address may be mistyped, or what it led to is gone."
        action={<ButtonLink href="/">Back to your rooms</ButtonLink>}
        details="SW_NOT_FOUND"
      />
    </>
  );
}
