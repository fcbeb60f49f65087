import { type Accessor, createMemo, createSignal, createUniqueId } from "solid-js";
import { type Candidate, insertion, type Query, queryAt, rank } from "#/client/messages/completion.ts";
import { type Conversation, handleOf } from "#/client/messages/conversation.ts";
import { isAi } from "#/domain/participants/participant.ts";

export type Completion = ReturnType<typeof createCompletion>;

/** The list that `@` opens. The field keeps the focus; keys are told here first. */
export function createCompletion(
  conversation: Conversation,
  replace: (query: Query, text: string) => void,
  text: Accessor<string>,
) {
  const id = `completion-${createUniqueId()}`;
  const [query, setQuery] = createSignal<Query | null>(null);
  const [active, setActive] = createSignal(0);
  /** Where a list was closed by hand: it stays closed for that `@`. */
  let closedAt = -1;

  const candidates = createMemo(() => (query() ? candidatesOf(conversation) : []));
  const found = createMemo(() => {
    const asked = query();
    return asked ? rank(candidates(), asked.text) : [];
  });

  function choose(person: Candidate): void {
    const asked = query();
    setQuery(null);
    if (asked) replace(asked, insertion(text(), asked, person.handle));
  }

  return {
    id,
    found,
    active,
    choose,
    isOpen: () => found().length > 0,
    /** The text or the caret changed. */
    look(value: string, caret: number): void {
      const next = queryAt(value, caret);
      if (!next || next.from !== closedAt) closedAt = -1;
      if (next?.text !== query()?.text) setActive(0);
      setQuery(next && next.from === closedAt ? null : next);
    },
    close(): void {
      closedAt = query()?.from ?? -1;
      setQuery(null);
    },
    /** True when the key was the list's. */
    key(key: string): boolean {
      const people = found();
      if (people.length === 0) return false;
      const chosen = people[active()];
      if (key === "ArrowDown") setActive((active() + 1) % people.length);
      else if (key === "ArrowUp") setActive((active() + people.length - 1) % people.length);
      else if (key === "Escape") this.close();
      else if ((key === "Enter" || key === "Tab") && chosen) choose(chosen);
      else return false;
      return true;
    },
    /** For those who listen. */
    words(): string {
      const people = found();
      const chosen = people[active()];
      if (!chosen) return "";
      const count = people.length === 1 ? "1 person" : `${people.length} people`;
      return `${count}. ${chosen.name}${chosen.isAi ? ", AI" : ""}${chosen.isMember ? "" : ", not in this room"}`;
    },
  };
}

function candidatesOf(conversation: Conversation): Candidate[] {
  const { state } = conversation.session;
  const spoke = new Map<string, number>();
  for (const message of conversation.view()?.messages ?? []) spoke.set(message.sender_id, message.stream_position);
  const everyone = new Map(Object.values(state.participants).map((each) => [each.id, each]));
  for (const member of Object.values(conversation.view()?.members ?? {})) {
    everyone.set(member.participant_id, member.participant);
  }
  everyone.delete(conversation.me);
  // In a direct room nobody else can ever read along.
  const closed = conversation.room()?.room_type === "dm";
  return [...everyone.values()]
    .map((each) => ({
      id: each.id,
      name: each.display_name,
      handle: handleOf(each, state.tenant.server_name),
      isMember: conversation.isMember(each.id),
      isAi: isAi(each),
      spoke: spoke.get(each.id) ?? 0,
    }))
    .filter((each) => each.isMember || !closed);
}
