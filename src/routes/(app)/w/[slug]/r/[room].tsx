import { createAsync, useParams } from "@solidjs/router";
import { Show, sharedConfig, untrack } from "solid-js";
import { isServer } from "solid-js/web";
import { RoomPage } from "#/client/shell/room-page.tsx";
import { loadRoom } from "#/load.ts";

/** The first page of a visit comes with its room; from then on the store reads rooms, or has them already. */
export default function RoomRoute() {
  if (!isServer && !sharedConfig.context) return <RoomPage first={undefined} />;
  const params = useParams<{ room: string }>();
  const roomId = untrack(() => params.room);
  const first = createAsync(() => loadRoom(roomId));
  return <Show when={first()}>{(loaded) => <RoomPage first={loaded()} />}</Show>;
}
