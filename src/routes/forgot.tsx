import { Title } from "@solidjs/meta";
import { createAsync, useSearchParams } from "@solidjs/router";
import { Show } from "solid-js";
import type { Kept } from "#/client/identity/door-form.tsx";
import { Forgot } from "#/client/identity/reset-password.tsx";
import { say } from "#/client/language/say.ts";
import { loadSignIn } from "#/load.ts";

export default function ForgotRoute() {
  const page = createAsync(() => loadSignIn());
  const [search] = useSearchParams<{ error?: string; notice?: string } & Kept>();
  return (
    <Show when={page()}>
      {(shown) => (
        <>
          <Title>
            {say("Forgot your password?")} · {shown().tenant.name}
          </Title>
          <Forgot {...shown()} error={search.error} kept={search} notice={search.notice} />
        </>
      )}
    </Show>
  );
}
