import { Title } from "@solidjs/meta";
import { createAsync, useSearchParams } from "@solidjs/router";
import { Show } from "solid-js";
import { Register } from "#/client/identity/register.tsx";
import { loadMailedLink, loadSignIn } from "#/load.ts";

export default function RegisterRoute() {
  const [search] = useSearchParams<{ link?: string; error?: string; notice?: string }>();
  const page = createAsync(() => loadSignIn());
  const link = createAsync(async () => ({ isFor: await loadMailedLink(search.link) }));
  return (
    <Show when={link() && page()}>
      {(shown) => (
        <>
          <Title>Create an account · {shown().tenant.name}</Title>
          <Register
            {...shown()}
            link={search.link}
            linkFor={link()?.isFor}
            error={search.error}
            notice={search.notice}
          />
        </>
      )}
    </Show>
  );
}
