import { Title } from "@solidjs/meta";
import { createAsync, useSearchParams } from "@solidjs/router";
import { Show } from "solid-js";
import { SignIn } from "#/client/identity/sign-in.tsx";
import { say } from "#/client/language/say.ts";
import { loadSignIn } from "#/load.ts";

export default function SignInRoute() {
  const page = createAsync(() => loadSignIn());
  const [search] = useSearchParams<{ next?: string; error?: string; notice?: string }>();
  return (
    <Show when={page()}>
      {(shown) => (
        <>
          <Title>
            {say("Sign in")} · {shown().tenant.name}
          </Title>
          <SignIn {...shown()} next={search.next} error={search.error} notice={search.notice} />
        </>
      )}
    </Show>
  );
}
