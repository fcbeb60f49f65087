import { Title } from "@solidjs/meta";
import { createAsync, useSearchParams } from "@solidjs/router";
import { Show } from "solid-js";
import type { Kept } from "#/client/identity/door-form.tsx";
import { Register } from "#/client/identity/register.tsx";
import { say } from "#/client/language/say.ts";
import { loadMailedLink, loadSignIn } from "#/load.ts";

export default function RegisterRoute() {
  const [search] = useSearchParams<{ link?: string; error?: string; notice?: string } & Kept>();
  const page = createAsync(() => loadSignIn());
  const link = createAsync(async () => ({ isFor: await loadMailedLink(search.link) }));
  return (
    <Show when={link() && page()}>
      {(shown) => (
        <>
          <Title>
            {say("Create an account")} · {shown().tenant.name}
          </Title>
          <Register
            {...shown()}
            link={search.link}
            linkFor={link()?.isFor}
            error={search.error}
            kept={search}
            notice={search.notice}
          />
        </>
      )}
    </Show>
  );
}
