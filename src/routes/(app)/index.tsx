import { Navigate } from "@solidjs/router";
import { isPhone, remembered } from "#/client/shell/device.ts";
import { firstRoom, railOrder, roomHref, workspacePath } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";

/** Where one left off: the last room on this device, or on a phone the list. */
export default function Start() {
  const { state } = useSession();
  const room = firstRoom(state, remembered("room"));
  const list = workspacePath(railOrder(state)[0]?.slug ?? "-");
  return <Navigate href={room && !isPhone() ? roomHref(room, state) : list} />;
}
