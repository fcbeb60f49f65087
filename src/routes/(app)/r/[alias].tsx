import { createAsync, Navigate, useParams } from "@solidjs/router";
import { Show } from "solid-js";
import { KnockPage } from "#/client/rooms/knock-page.tsx";
import { roomHref } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { loadRoomByAlias } from "#/load.ts";

/** A room by its address: whoever may see it is led there, anyone else may ask to come in. */
export default function AliasRoute() {
  const params = useParams<{ alias: string }>();
  const { state } = useSession();
  const found = createAsync(() => loadRoomByAlias(params.alias));
  return (
    <Show when={found()}>
      {(loaded) => {
        const room = () => {
          const answer = loaded();
          return answer.ok ? answer.value : undefined;
        };
        return (
          <Show when={room()} fallback={<KnockPage alias={params.alias} />}>
            {(shown) => <Navigate href={roomHref(shown(), state)} />}
          </Show>
        );
      }}
    </Show>
  );
}
