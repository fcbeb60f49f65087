import { createEffect, createMemo, createResource, createSignal, on, onMount } from "solid-js";
import type { Candidate } from "#/client/messages/completion.ts";
import { handleOf } from "#/client/messages/conversation.ts";
import { onCommentsChanged } from "#/client/notes/comments/comment-live.ts";
import type { CommentServer, CommentsPanelProps, NewComment } from "#/client/notes/comments/comment-types.ts";
import { marksOf, threadsOf } from "#/client/notes/comments/threads.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { personOf } from "#/client/shell/people.ts";
import type { Session } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";
import type { Person } from "#/client/ui/people/person.ts";
import type { NoteComment } from "#/domain/notes/comments-schema.ts";
import { isAi } from "#/domain/participants/participant.ts";

export type CommentsView = ReturnType<typeof createComments>;

/** The comments of a note while its panel is open: read again when something changes, and read once they are shown. */
export function createComments(session: Session, props: CommentsPanelProps, server: CommentServer) {
  const { state } = session;
  const me = state.me.id;
  const deed = createDeed();
  // A page that is rendered on the server leaves this to the browser.
  const [isHere, setHere] = createSignal(false);
  onMount(() => setHere(true));
  const [comments, { refetch, mutate }] = createResource(
    () => isHere() && props.noteId,
    (noteId) => server.list(noteId),
  );
  /** What was unread when it was first shown stays marked for as long as the panel is open. */
  const [fresh, setFresh] = createSignal<ReadonlySet<string>>(new Set());
  const [memberIds, setMemberIds] = createSignal<ReadonlySet<string>>();
  const known = () => (comments.error ? undefined : comments.latest);
  onCommentsChanged(
    session,
    () => props.noteId,
    () => void refetch(),
  );

  createEffect(
    on(
      () => props.noteId,
      () => setFresh(new Set<string>()),
      { defer: true },
    ),
  );
  createEffect(() => {
    const all = known();
    if (!all) return;
    props.onMarks?.(marksOf(all));
    const unread = all.filter((comment) => comment.unread);
    const newest = unread.reduce<NoteComment | undefined>(
      (last, each) => (last && last.created_at >= each.created_at ? last : each),
      undefined,
    );
    if (!newest) return;
    setFresh((before) => new Set([...before, ...unread.map(({ id }) => id)]));
    server.markRead(props.noteId, newest.id).catch(() => undefined);
  });

  const put = (changed: NoteComment) =>
    mutate((all) =>
      all?.some(({ id }) => id === changed.id)
        ? all.map((each) => (each.id === changed.id ? changed : each))
        : [...(all ?? []), changed],
    );
  const everyone = createMemo<Candidate[]>(() =>
    Object.values(state.participants)
      .filter((each) => each.id !== me)
      .map((each) => ({
        id: each.id,
        name: each.display_name,
        handle: handleOf(each, state.tenant.server_name),
        isMember: true,
        isAi: isAi(each),
        spoke: 0,
      })),
  );
  let asked: string | undefined;

  const threads = createMemo(() => threadsOf(known() ?? []));
  const byId = createMemo(() => new Map(threads().map((thread) => [thread.root.id, thread])));
  return {
    me,
    threads,
    /** By its first comment: what is drawn of a thread stays, with what one writes in it, when the list is read again. */
    thread: (id: string) => byId().get(id),
    isLoading: () => known() === undefined && !comments.error,
    problem: () => (comments.error ? asSwError(comments.error).message : deed.problem()),
    isNew: (id: string) => fresh().has(id),
    canWrite: () => props.canWrite ?? false,
    canComment: () => props.canComment ?? true,
    person(comment: Pick<NoteComment, "author_id" | "author_name">): Person {
      const participant = state.participants[comment.author_id];
      return participant
        ? personOf(participant)
        : { id: comment.author_id, name: comment.author_name, kind: "person" as const };
    },
    handles: createMemo(
      () =>
        new Map(
          Object.values(state.participants).map((each) => [handleOf(each, state.tenant.server_name), each.id] as const),
        ),
    ),
    /** Those who may see the note, once the server has told them. */
    people(): readonly Candidate[] {
      const workspaceId = props.workspaceId;
      if (workspaceId && asked !== workspaceId) {
        asked = workspaceId;
        server.members(workspaceId).then(
          (ids) => setMemberIds(new Set(ids)),
          () => undefined,
        );
      }
      const members = memberIds();
      return everyone().filter(({ id }) => !workspaceId || members?.has(id));
    },
    async post(words: NewComment): Promise<NoteComment> {
      const made = await server.post(props.noteId, words);
      put(made);
      if (words.replyTo) void refetch();
      return made;
    },
    edit: async (comment: NoteComment, body: string) => put(await server.edit(props.noteId, comment.id, body)),
    settle: (comment: NoteComment, isResolved: boolean) =>
      deed.run(async () => put(await server.settle(props.noteId, comment.id, isResolved)), comment.id),
    remove: (comment: NoteComment) =>
      deed.run(async () => {
        await server.remove(props.noteId, comment.id);
        await refetch();
      }, comment.id),
  };
}
