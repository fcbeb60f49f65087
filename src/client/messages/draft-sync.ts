import { messageServer } from "#/client/sync/message-server.ts";
import type { MessageContent } from "#/domain/messages/content.ts";
import type { Draft, ReplacedDraft } from "#/domain/messages/draft.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";

/** Words kept here at once are told to the server this long after the last key. */
export const saveAfterMs = 1_000;

export type DraftWords = { body: string; replyTo: string | null };

export type DraftSyncDeps = {
  roomId: string;
  rootId: string | null;
  /** What stands in the field, without what is being edited. */
  current: () => DraftWords;
  /** Puts other words in the field, such as those from another device. */
  show: (words: DraftWords) => void;
  /** Words were replaced that one may want back. */
  replaced: (words: DraftWords, whose: "here" | "elsewhere") => void;
  server?: DraftServer;
};

export type DraftServer = {
  draft: (roomId: string, rootId: string | null) => Promise<{ draft: Draft | null }>;
  setDraft: (input: {
    room_id: string;
    root: string | null;
    content: MessageContent | null;
    base: string | null;
  }) => Promise<{ draft: Draft | null; replaced: ReplacedDraft | null }>;
};

export type DraftSync = ReturnType<typeof createDraftSync>;

const none: DraftWords = { body: "", replyTo: null };

/**
 * Keeps the draft of one place on the server. What this device wrote last wins, and whatever it replaced unseen is told, so
 * that it can be brought back; words from another device come in where nothing was begun here since.
 */
export function createDraftSync(deps: DraftSyncDeps) {
  const server: DraftServer = deps.server ?? messageServer;
  /** The server's version that this device saw; null for none. */
  let version: string | null = null;
  let synced: DraftWords = none;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving = false;
  let stopped = false;
  let heard: ReceivedEvent | undefined;

  const isDirty = () => !same(deps.current(), synced);

  function plan(ms = saveAfterMs): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void save(), ms);
  }

  /** Never throws: without an answer the words stay here and go with the next key. */
  async function save(): Promise<void> {
    if (saving || !isDirty()) return;
    saving = true;
    const words = deps.current();
    try {
      const content = contentOf(words);
      const answer = await server.setDraft({ room_id: deps.roomId, root: deps.rootId, content, base: version });
      version = answer.draft?.version ?? null;
      synced = words;
      if (answer.replaced) deps.replaced(wordsOf(answer.replaced.content), "elsewhere");
    } catch {
      // The same.
    } finally {
      saving = false;
    }
    const missed = heard;
    heard = undefined;
    if (missed) hear(missed);
    if (isDirty()) plan();
  }

  function take(words: DraftWords, at: string | null): void {
    const before = deps.current();
    const wasDirty = isDirty();
    version = at;
    synced = words;
    if (same(words, before)) return;
    deps.show(words);
    if (wasDirty && before.body.trim() !== "") deps.replaced(before, "here");
  }

  function hear(event: ReceivedEvent): void {
    if (event.type !== "swp.draft" || event.room_id !== deps.roomId) return;
    const told = event.content as { thread_root_id: string | null; content: MessageContent | null };
    if (told.thread_root_id !== deps.rootId || event.id === version) return;
    if (saving) {
      heard = event;
      return;
    }
    const content = event.forgotten ? null : told.content;
    // Words that were begun here since are newer: they go out next, and tell what they replace.
    if (isDirty() && deps.current().body !== "") return;
    take(content ? wordsOf(content) : none, content ? event.id : null);
  }

  return {
    /** Reads what the server keeps. What was written on this device and not told yet is newer, and stays. */
    async open(): Promise<void> {
      try {
        const { draft } = await server.draft(deps.roomId, deps.rootId);
        if (stopped) return;
        const here = deps.current();
        if (draft && (here.body === "" || here.body === draft.content.body))
          take(wordsOf(draft.content), draft.version);
        else if (here.body !== "") plan(0);
      } catch {
        // Offline the words of this device are what there is.
      }
    },
    typed: () => plan(),
    hear,
    /** The words were said: the server drops the draft with them. */
    sent(): void {
      clearTimeout(timer);
      synced = none;
      version = null;
      // A write that was on its way would bring them back.
      if (saving) plan();
    },
    /** One goes elsewhere: what is not told yet is told now. */
    stop(): void {
      clearTimeout(timer);
      void save();
      stopped = true;
    },
  };
}

function contentOf({ body, replyTo }: DraftWords): MessageContent | null {
  if (body.trim() === "") return null;
  return { msgtype: "swp.text", body, ...(replyTo ? { reply_to_event_id: replyTo } : {}) };
}

function wordsOf(content: MessageContent): DraftWords {
  return { body: content.body ?? "", replyTo: content.reply_to_event_id ?? null };
}

function same(a: DraftWords, b: DraftWords): boolean {
  return a.body.trim() === b.body.trim() && (a.body.trim() === "" || a.replyTo === b.replyTo);
}
