import { Title } from "@solidjs/meta";
import { createAsync, useSearchParams } from "@solidjs/router";
import { Show } from "solid-js";
import type { Kept } from "#/client/identity/door-form.tsx";
import { FirstOwner } from "#/client/identity/first-owner.tsx";
import { say } from "#/client/language/say.ts";
import { loadSignIn } from "#/load.ts";

export default function SetupRoute() {
  const page = createAsync(() => loadSignIn());
  const [search] = useSearchParams<{ error?: string } & Kept>();
  return (
    <Show when={page()}>
      {(shown) => (
        <>
          <Title>
            {say("Set up")} · {shown().tenant.name}
          </Title>
          <FirstOwner {...shown()} error={search.error} kept={search} />
        </>
      )}
    </Show>
  );
}
