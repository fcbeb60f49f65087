import { cleanup, waitFor } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, expect, test, vi } from "vitest";
import { createCommentCounts } from "#/client/notes/comments/comment-live.ts";
import { useSession } from "#/client/shell/session.tsx";
import { showInSettings } from "#/client/shell/testing/settings.tsx";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";

afterEach(cleanup);

test("the numbers of a badge follow comments that come and the note that is shown, and stay when nobody answers", async () => {
  const [noteId, setNoteId] = createSignal("one");
  const read = vi.fn(async () => ({ unresolved: 2, unread: 1 }));
  const { session, container } = showInSettings("/n", () => {
    const counts = createCommentCounts(useSession(), noteId, read);
    return <p>{`${counts().unresolved} open, ${counts().unread} new`}</p>;
  });
  expect(container.textContent).toBe("0 open, 0 new");
  await waitFor(() => expect(container.textContent).toBe("2 open, 1 new"));
  expect(read).toHaveBeenCalledTimes(1);

  let position = 5_000;
  const comes = (note_id: string) => {
    position += 1;
    session.store.applyEvents([
      {
        id: `0199aaaa-0000-7000-8000-00000000${position}`,
        type: "swp.note.comment",
        room_id: null,
        workspace_id: null,
        sender_id: "bram",
        content: { note_id, comment_id: "c", root_id: null, change: "added", status: "published", mentions: [] },
        stream_position: position,
        created_at: new Date().toISOString(),
        forgotten: false,
      } as unknown as ReceivedEvent,
    ]);
  };
  read.mockResolvedValueOnce({ unresolved: 3, unread: 2 });
  comes("another");
  comes("one");
  await waitFor(() => expect(container.textContent).toBe("3 open, 2 new"));
  expect(read).toHaveBeenCalledTimes(2);

  read.mockRejectedValueOnce(new Error("away"));
  comes("one");
  await waitFor(() => expect(read).toHaveBeenCalledTimes(3));
  expect(container.textContent).toBe("3 open, 2 new");
  setNoteId("two");
  await waitFor(() => expect(container.textContent).toBe("2 open, 1 new"));
  expect(read).toHaveBeenLastCalledWith("two");
});
