import { type JSX, Show } from "solid-js";
import { useSession } from "#/client/shell/session.tsx";
import { isAdmin } from "#/domain/participants/roles.ts";
import Missing from "../[...missing].tsx";

/** For whom it is not, the admin area is not there; it comes and goes with one's role. */
export default function AdminLayout(props: { readonly children?: JSX.Element }) {
  const session = useSession();
  return (
    <Show when={isAdmin(session.state.me.roles)} fallback={<Missing />}>
      {props.children}
    </Show>
  );
}
