import { Title } from "@solidjs/meta";
import { createAsync, useSearchParams } from "@solidjs/router";
import { Show } from "solid-js";
import { ResetPassword } from "#/client/identity/reset-password.tsx";
import { say } from "#/client/language/say.ts";
import { loadMailedLink, loadSignIn } from "#/load.ts";

export default function ResetRoute() {
  const [search] = useSearchParams<{ link?: string; error?: string }>();
  const page = createAsync(() => loadSignIn());
  const link = createAsync(async () => ({ isFor: await loadMailedLink(search.link) }));
  return (
    <Show when={link() && page()}>
      {(shown) => (
        <>
          <Title>
            {say("Choose a password")} · {shown().tenant.name}
          </Title>
          <ResetPassword {...shown()} link={search.link ?? ""} linkFor={link()?.isFor ?? null} error={search.error} />
        </>
      )}
    </Show>
  );
}
