import { createEffect, createMemo, createSignal, on, onCleanup, onMount, untrack } from "solid-js";
import { say } from "#/client/language/say.ts";
import { commandIn, type Told, withoutEscape } from "#/client/messages/command-text.ts";
import type { CommandPlace } from "#/client/messages/commands.ts";
import { type Composing, composingOf, type Intent } from "#/client/messages/composing.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import type { DraftSync, DraftWords } from "#/client/messages/draft-sync.ts";
import { createDrafts } from "#/client/messages/drafts.ts";
import { askAbove, mentionsIn, mentionsOf } from "#/client/messages/everyone.ts";
import type { Change } from "#/client/messages/marks.ts";
import { type MessageContent, maxContentBytes } from "#/domain/messages/content.ts";
import type { Message } from "#/domain/messages/message.ts";
import { mayEdit } from "#/domain/messages/rules.ts";

export type ComposerState = ReturnType<typeof createComposerState>;

const bytes = new TextEncoder();
/** Shorter texts cannot come near the bound, at four bytes a character and an escape for each. */
const countFrom = maxContentBytes / 8;

/** What a composer holds and does; the field itself is told by `field`. */
export function createComposerState(
  conversation: Conversation,
  rootId: string | null,
  field: () => HTMLTextAreaElement | undefined,
  place: CommandPlace,
) {
  const { session } = conversation;
  const roomId = conversation.roomId();
  const composing: Composing = composingOf(session, roomId, rootId);
  const drafts = createDrafts(() => sessionStorage, conversation.me);
  const draftPlace = rootId ?? roomId;
  const [text, setText] = createSignal("");
  const [problem, setProblem] = createSignal<string | null>(null);
  /** Of a reply in a thread: whether the room shows it too. */
  const [alsoInRoom, setAlsoInRoom] = createSignal(false);
  const [priority, setPriority] = createSignal(false);
  let synced: DraftSync | undefined;
  let gone = false;
  let following = false;
  /** Whether what is being asked about is to be said as it stands. */
  let wasText = false;
  /** How many people the words would call; 0 while nothing is asked about it. */
  const [calling, setCalling] = createSignal(0);
  /** What a command told, to its caller alone. */
  const [told, setTold] = createSignal<Told | null>(null);
  /** Long words that were just pasted, which a press puts into a fence. */
  const [pasted, setPasted] = createSignal<{ readonly from: number; readonly words: string } | null>(null);
  const [outsiders, setOutsiders] = createSignal<readonly string[]>([]);
  /** The draft that waits while a message is edited. */
  let aside = "";
  /** Known once a code of an emoji was written. */
  let codes: typeof import("#/client/messages/shortcodes.ts") | undefined;
  /** The words in which a code was last replaced: undone, they stay. */
  let undone: string | undefined;
  /** A message that an edit has left without a word: whether to remove it is asked. */
  const [emptying, setEmptying] = createSignal<Message>();

  const target = createMemo(() => {
    const intent = composing.intent();
    return intent.kind === "plain" ? undefined : conversation.message(intent.eventId);
  });
  const isEditing = () => composing.intent().kind === "edit";

  function write(value: string): void {
    setText(value);
    if (/:[\w+-]{2,32}:/.test(value)) void replaceCode();
    setProblem(null);
    if (told()?.isProblem) setTold(null);
    if (isEditing()) return;
    drafts.write(draftPlace, value);
    synced?.typed();
    session.actions.typing(roomId, value.trim() !== "");
  }

  /** A code of an emoji whose last colon was just typed becomes it; one undo brings the code back. */
  async function replaceCode(): Promise<void> {
    codes ??= await import("#/client/messages/shortcodes.ts").catch(() => undefined);
    const box = field();
    const change = box && box.selectionStart === box.selectionEnd ? codes?.emojiBefore(text(), box.selectionEnd) : null;
    if (change && box?.value === text() && text() !== undone) {
      undone = text();
      edit(change);
    }
  }

  /** Through the browser's own editing, so that undo knows of it. */
  function edit(change: Change): void {
    const box = field();
    if (!box) return;
    box.focus();
    box.setSelectionRange(change.from, change.to);
    const verb = change.insert === "" ? "delete" : "insertText";
    if (change.from !== change.to || change.insert !== "") {
      // Old, and without a successor that keeps the history of undo.
      if (!document.execCommand?.(verb, false, change.insert)) {
        box.setRangeText(change.insert, change.from, change.to, "end");
        write(box.value);
      }
    }
    box.setSelectionRange(...change.select);
  }

  async function fencePasted(): Promise<void> {
    const long = pasted();
    setPasted(null);
    const { fence } = await import("#/client/messages/formatting.ts");
    const value = field()?.value ?? "";
    if (!long || !value.startsWith(long.words, long.from)) return;
    const change = fence(value, long.from, long.from + long.words.length);
    const end = change.from + change.insert.length;
    edit({ ...change, select: [end, end] });
  }

  function contentOf(body: string): MessageContent {
    const intent = composing.intent();
    return {
      msgtype: "swp.text",
      body,
      ...mentionsIn(conversation, body),
      // What was removed meanwhile can be quoted by nobody.
      ...(intent.kind === "reply" && !target()?.redacted_at ? { reply_to_event_id: intent.eventId } : {}),
      ...(rootId ? { thread_root_id: rootId } : {}),
      ...(rootId && alsoInRoom() ? { also_in_room: true } : {}),
      ...(priority() ? { priority: true } : {}),
    };
  }

  /** Follows the command that the text is. Its text stays until it is done; nobody else sees what it answers. */
  async function follow(body: string): Promise<void> {
    const command = commandIn(body);
    if (!command || following) return;
    following = true;
    try {
      const { runCommand } = await import("#/client/messages/command-run.ts");
      const answer = await runCommand(command, body, place);
      if (gone) return;
      setTold(answer.told);
      if (answer.done && text().trim() === body) emptied(body, false);
    } catch {
      setProblem(say("The command could not be read. Check the connection and try again."));
    } finally {
      following = false;
    }
  }

  /** What was written is done with: the field is empty, and the words can be called back. */
  function emptied(body: string, isSaid: boolean): void {
    composing.noteSent(body);
    setText("");
    setPasted(null);
    drafts.write(draftPlace, "");
    // The server drops the draft with words that are said; of a command it knows nothing.
    if (isSaid) synced?.sent();
    else synced?.typed();
  }

  /**
   * Sends or saves. True when there is nothing left to do here. `asked`: that many people are called was agreed to; `asText`:
   * it is said also where it looks like a command.
   */
  function submit(asked = false, asText = false): boolean {
    const intent = composing.intent();
    const written = (codes?.withEmoji(text()) ?? text()).trim();
    if (written === "" && intent.kind === "edit") setEmptying(target());
    if (written === "") return false;
    const isText = asText || (asked && wasText);
    if (!isText && intent.kind !== "edit" && commandIn(written)) {
      void follow(written);
      return false;
    }
    const body = isText || intent.kind === "edit" ? written : withoutEscape(written);
    const called = mentionsOf(conversation, body);
    if (!asked && (called.all ?? 0) > askAbove && intent.kind !== "edit") {
      setCalling(called.all ?? 0);
      wasText = isText;
      return false;
    }
    setCalling(0);
    try {
      if (intent.kind === "edit") save(intent.eventId, body);
      else session.actions.send(roomId, contentOf(body));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : say("It could not be sent."));
      return false;
    }
    if (intent.kind === "edit") leave();
    else {
      setOutsiders(called.ids.filter(isOutside));
      composing.setIntent({ kind: "plain" });
      setPriority(false);
      setTold(null);
      emptied(written, true);
    }
    field()?.focus();
    return true;
  }

  /** Whom one mentions but who can't read it, where they can be asked in. */
  function isOutside(participantId: string): boolean {
    return (
      !conversation.isMember(participantId) && conversation.room()?.room_type !== "dm" && conversation.may("invite")
    );
  }

  function save(eventId: string, body: string): void {
    const message = conversation.message(eventId);
    if (!message || message.content.body === body) return;
    const { mentions: _, mentions_room: __, ...kept } = message.content;
    session.actions.edit(roomId, eventId, { ...kept, body, ...mentionsIn(conversation, body) });
  }

  /** Ends a reply or an edit; after an edit the draft is back. */
  function leave(): void {
    const wasEditing = isEditing();
    composing.setIntent({ kind: "plain" });
    setProblem(null);
    if (wasEditing) setText(aside);
    aside = "";
  }

  /** What was sent before (`step` -1) or after the text that stands here. An own text is never thrown away for it. */
  function recall(step: 1 | -1): boolean {
    const all = composing.sent();
    const current = text();
    const at = current === "" ? all.length : all.lastIndexOf(current);
    if (isEditing() || at < 0 || all.length === 0 || (current === "" && step > 0)) return false;
    const next = at + step < 0 ? current : (all[at + step] ?? "");
    edit({ from: 0, to: current.length, insert: next, select: [next.length, next.length] });
    return true;
  }

  /** The newest words of somebody else: what Shift+Up answers. */
  function lastOfOthers(): Message | undefined {
    const thread = rootId ? session.state.threads[rootId] : undefined;
    const all = rootId ? (thread ? [thread.root, ...thread.replies] : []) : (conversation.view()?.messages ?? []);
    return all.findLast(
      (message) =>
        message.sender_id !== conversation.me &&
        message.redacted_at === null &&
        message.content.msgtype !== "swp.system",
    );
  }

  /** One's newest words here that can still be changed. */
  function lastOwn(): Message | undefined {
    const standing = conversation.standing();
    const all = rootId ? session.state.threads[rootId]?.replies : conversation.view()?.messages;
    if (!standing) return undefined;
    return all?.findLast((message) => {
      const asked = { ...message, msgtype: message.content.msgtype };
      return mayEdit(standing, conversation.me, asked, new Date()) === null;
    });
  }

  function currentDraft(): DraftWords {
    const intent = composing.intent();
    return { body: isEditing() ? aside : text(), replyTo: intent.kind === "reply" ? intent.eventId : null };
  }

  function showDraft({ body, replyTo }: DraftWords): void {
    drafts.write(draftPlace, body);
    if (isEditing()) aside = body;
    else {
      setText(body);
      if (replyTo && conversation.message(replyTo)) composing.setIntent({ kind: "reply", eventId: replyTo });
    }
  }

  /** Not part of what a page shows first. */
  async function syncDraft(): Promise<void> {
    const { createDraftSync } = await import("#/client/messages/draft-sync.ts");
    if (gone) return;
    synced = createDraftSync({
      roomId,
      rootId,
      current: () => untrack(currentDraft),
      show: showDraft,
      replaced(words, whose) {
        const said =
          whose === "here"
            ? say("Your draft was replaced from another device")
            : say("Replaced a draft from another device");
        session.toaster.show(said, () => {
          showDraft(words);
          synced?.typed();
        });
      },
    });
    await synced.open();
  }

  createEffect(
    on(composing.intent, (intent: Intent, before) => {
      if (intent.kind !== "edit") return;
      if (before?.kind !== "edit") aside = text();
      setText(conversation.message(intent.eventId)?.content.body ?? "");
    }),
  );

  onMount(() => {
    // What was typed before this script came is not thrown away.
    const typed = field()?.value ?? "";
    setText(typed || drafts.read(draftPlace));
    void syncDraft();
    onCleanup(
      session.store.onApplied((events) => {
        for (const event of events) synced?.hear(event);
      }),
    );
    onCleanup(() => {
      gone = true;
      synced?.stop();
    });
    onCleanup(
      composing.attach({
        focus: () => field()?.focus(),
        take: (words) => {
          if (!isEditing()) aside = text();
          write(isEditing() || text() === "" ? words : `${words}\n\n${text()}`);
          field()?.focus();
        },
      }),
    );
    onCleanup(() => {
      if (isEditing()) leave();
      if (text().trim() !== "") session.actions.typing(roomId, false);
    });
  });

  return {
    composing,
    text,
    write,
    edit,
    submit,
    leave,
    lastOwn,
    lastOfOthers,
    recall,
    alsoInRoom,
    setAlsoInRoom,
    priority,
    setPriority,
    calling,
    stopCalling: () => setCalling(0),
    emptying,
    keepEmptied: () => setEmptying(undefined),
    removeEmptied(reason: string | undefined) {
      const message = emptying();
      setEmptying(undefined);
      leave();
      if (message) session.actions.redact(roomId, message.id, reason);
    },
    pasted,
    offerFence: (from: number, words: string) => setPasted({ from, words }),
    leavePasted: () => setPasted(null),
    fencePasted,
    told,
    putAway: () => setTold(null),
    outsiders,
    forgetOutsider: (id: string) => setOutsiders(outsiders().filter((each) => each !== id)),
    target,
    isEditing,
    problem,
    setProblem,
    /** Bytes of the content; told only when it is long enough to matter. */
    size: createMemo(() =>
      text().length < countFrom ? 0 : bytes.encode(JSON.stringify(contentOf(text().trim()))).length,
    ),
  };
}
