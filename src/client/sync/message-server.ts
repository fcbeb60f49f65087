import { api } from "#/client/sync/api.ts";
import type { MessageContent } from "#/domain/messages/content.ts";
import type { ReportMessageInput } from "#/domain/messages/report-schema.ts";

/** What screens of messages ask beside the sync itself. All reject with what `faultOf` reads. */
export const messageServer = {
  markUnread: (room_id: string, event_id: string) => api.messages.markUnread.mutate({ room_id, event_id }),
  markThreadRead: (room_id: string, root_id: string, event_id: string) =>
    api.messages.markThreadRead.mutate({ room_id, root_id, event_id }),
  markThreadsRead: () => api.messages.markThreadsRead.mutate(),
  /** Everywhere, or in these rooms alone. */
  markAllRead: (room_ids?: string[]) => api.messages.markAllRead.mutate(room_ids ? { room_ids } : {}),
  undoMarkRead: (token: string) => api.messages.undoMarkRead.mutate({ token }),
  pin: (room_id: string, event_id: string) => api.messages.pin.mutate({ room_id, event_id }),
  unpin: (room_id: string, event_id: string) => api.messages.unpin.mutate({ room_id, event_id }),
  pins: (room_id: string) => api.messages.pins.query({ room_id }),
  orderPins: (room_id: string, event_ids: string[]) => api.messages.orderPins.mutate({ room_id, event_ids }),
  follow: (room_id: string, root_id: string, following: boolean) =>
    (following ? api.messages.follow : api.messages.unfollow).mutate({ room_id, root_id }),
  threads: (offset: number) => api.messages.threads.query({ limit: 20, offset }),
  quotes: (room_id: string, event_ids: string[]) => api.messages.quotes.query({ room_id, event_ids }),
  mentions: (from?: number) => api.messages.mentions.query({ limit: 20, ...(from === undefined ? {} : { from }) }),
  history: (room_id: string, event_id: string, offset = 0) =>
    api.messages.history.query({ room_id, event_id, limit: 50, offset }),
  drafts: (offset: number) => api.messages.drafts.query({ limit: 100, offset }),
  report: (input: ReportMessageInput) => api.messages.report.mutate(input),
  context: (room_id: string, event_id: string) => api.messages.context.query({ room_id, event_id }),
  /** What was said on one side of a position, oldest first. */
  stretch: (room_id: string, from: number, direction: "back" | "forward") =>
    api.messages.list.query({ room_id, from, direction, limit: 50 }),
  forward: (input: { room_id: string; event_id: string; from_room_id: string; comment?: string; event_uuid: string }) =>
    api.messages.forward.mutate(input),
  draft: (room_id: string, root: string | null) =>
    api.messages.draft.query({ room_id, ...(root ? { thread_root_id: root } : {}) }),
  setDraft: (input: { room_id: string; root: string | null; content: MessageContent | null; base: string | null }) =>
    api.messages.setDraft.mutate({
      room_id: input.room_id,
      ...(input.root ? { thread_root_id: input.root } : {}),
      content: input.content,
      base: input.base,
    }),
};
