import { createAsync } from "@solidjs/router";
import { SignIn } from "#/client/identity/sign-in.tsx";
import { loadSignIn } from "#/load.ts";

export const route = { preload: () => void loadSignIn() };

export default function SignInRoute() {
  const page = createAsync(() => loadSignIn());
  return <SignIn page={page() ?? null} />;
}
