import { createEffect, createMemo, createSignal, on, onCleanup, onMount } from "solid-js";
import { say } from "#/client/language/say.ts";
import { commandIn, type Told, withoutEscape } from "#/client/messages/command-text.ts";
import type { CommandPlace } from "#/client/messages/commands.ts";
import { type Composing, composingOf, type Intent } from "#/client/messages/composing.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import type { DraftWords } from "#/client/messages/draft-sync.ts";
import { createDrafts } from "#/client/messages/drafts.ts";
import { askAbove, mentionsIn, mentionsOf } from "#/client/messages/everyone.ts";
import { createFieldEdits } from "#/client/messages/field-edits.ts";
import { lastOfOthers, lastOwn } from "#/client/messages/last-messages.ts";
import { createSyncedDraft } from "#/client/messages/synced-draft.ts";
import { type MessageContent, maxContentBytes } from "#/domain/messages/content.ts";
import type { Message } from "#/domain/messages/message.ts";

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
  let gone = false;
  let following = false;
  /** Whether what is being asked about is to be said as it stands. */
  let wasText = false;
  /** How many people the words would call; 0 while nothing is asked about it. */
  const [calling, setCalling] = createSignal(0);
  /** What a command told, to its caller alone. */
  const [told, setTold] = createSignal<Told | null>(null);
  const [outsiders, setOutsiders] = createSignal<readonly string[]>([]);
  /** The draft that waits while a message is edited. */
  let aside = "";
  /** A message that an edit has left without a word: whether to remove it is asked. */
  const [emptying, setEmptying] = createSignal<Message>();

  const synced = createSyncedDraft({ conversation, rootId, current: currentDraft, show: showDraft });
  const edits = createFieldEdits(field, text, write);

  const target = createMemo(() => {
    const intent = composing.intent();
    return intent.kind === "plain" ? undefined : conversation.message(intent.eventId);
  });
  const isEditing = () => composing.intent().kind === "edit";

  function write(value: string): void {
    setText(value);
    edits.typed(value);
    setProblem(null);
    if (told()?.isProblem) setTold(null);
    if (isEditing()) return;
    drafts.write(draftPlace, value);
    synced.typed();
    session.actions.typing(roomId, value.trim() !== "");
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
    edits.leavePasted();
    drafts.write(draftPlace, "");
    // The server drops the draft with words that are said; of a command it knows nothing.
    if (isSaid) synced.sent();
    else synced.typed();
  }

  /**
   * Sends or saves. True when there is nothing left to do here. `asked`: that many people are called was agreed to; `asText`:
   * it is said also where it looks like a command.
   */
  function submit(asked = false, asText = false): boolean {
    const intent = composing.intent();
    const written = edits.withEmoji(text()).trim();
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
    edits.edit({ from: 0, to: current.length, insert: next, select: [next.length, next.length] });
    return true;
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
    void synced.open();
    onCleanup(session.store.onApplied(synced.hear));
    onCleanup(() => {
      gone = true;
      synced.stop();
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
    edit: edits.edit,
    submit,
    leave,
    lastOwn: () => lastOwn(conversation, rootId),
    lastOfOthers: () => lastOfOthers(conversation, rootId),
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
    pasted: edits.pasted,
    offerFence: edits.offerFence,
    leavePasted: edits.leavePasted,
    fencePasted: edits.fencePasted,
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
