import { A, useLocation } from "@solidjs/router";
import MessagesSquare from "lucide-solid/icons/messages-square";
import { createMemo, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Badge, UnreadDot } from "#/client/ui/rooms/badge.tsx";
import link from "#/client/ui/rooms/sidebar-link.module.css";
import { threadsUnreadOf } from "#/domain/messages/unread.ts";
import css from "./link-places.module.css";

/** Where the threads one follows are, and whether anything waits in them. Those of a direct room count in its own row. */
export function ThreadsLink() {
  const { state } = useSession();
  const location = useLocation();
  const unread = createMemo(() => {
    const marks = Object.values(state.rooms)
      .filter((room) => room.membership === "join" && room.room_type !== "dm" && room.state === "open")
      .map(threadsUnreadOf);
    const sum = (key: "count" | "mentions") => marks.reduce((total, mark) => total + mark[key], 0);
    return { count: sum("count"), mentions: sum("mentions") };
  });
  const name = () => {
    const { count, mentions } = unread();
    if (count === 0) return say("Threads");
    return mentions > 0
      ? say("Threads, {count} unread, {mentions} for you", { count, mentions })
      : say("Threads, {count} unread", { count });
  };
  return (
    <A
      href="/threads"
      class={`${link.link} ${css.place}`}
      aria-label={name()}
      aria-current={location.pathname === "/threads" ? "page" : undefined}
      data-unread={unread().count > 0 ? "" : undefined}
    >
      <MessagesSquare />
      <span class={link.name}>{say("Threads")}</span>
      <Show when={unread().mentions > 0} fallback={unread().count > 0 && <UnreadDot />}>
        <Badge count={unread().mentions} />
      </Show>
    </A>
  );
}
