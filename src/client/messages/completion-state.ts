import { type Accessor, createMemo, createSignal, createUniqueId, onCleanup } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { Command } from "#/client/messages/commands.ts";
import {
  type Candidate,
  insertion,
  type Query,
  queryAt,
  type RoomOffer,
  rank,
  rankRooms,
  roomLink,
} from "#/client/messages/completion.ts";
import { type Conversation, handleOf } from "#/client/messages/conversation.ts";
import { everyone } from "#/client/messages/everyone.ts";
import { roomName } from "#/client/rooms/room-names.ts";
import { suggestNotes } from "#/client/shell/message-notes.ts";
import { roomHref } from "#/client/shell/places.ts";
import { isAi } from "#/domain/participants/participant.ts";

export type Completion = ReturnType<typeof createCompletion>;

/** What the list may hold: of one kind at a time, but for `@room` among the people. */
export type Offer =
  | { is: "person"; person: Candidate }
  | { is: "everyone"; count: number }
  | { is: "room"; room: RoomOffer }
  | { is: "emoji"; emoji: string; name: string }
  | { is: "note"; title: string; place: string }
  | { is: "command"; command: Command };

type FindEmoji = (query: string) => readonly (readonly [emoji: string, name: string])[];

const nouns = {
  "@": ["person", "people"],
  "#": ["room", "rooms"],
  ":": ["emoji", "emoji"],
  "/": ["command", "commands"],
  "[[": ["note", "notes"],
} as const;

/** How long one stops typing before notes are looked for. */
const pauseMs = 120;

/** The list that `@`, `#`, `:`, `/` and `[[` open. The field keeps the focus; keys are told here first. */
export function createCompletion(
  conversation: Conversation,
  replace: (query: Query, text: string) => void,
  text: Accessor<string>,
  readCommands?: () => Promise<readonly Command[]>,
) {
  const id = `completion-${createUniqueId()}`;
  const [query, setQuery] = createSignal<Query | null>(null);
  const [active, setActive] = createSignal(0);
  const [findEmoji, setFindEmoji] = createSignal<FindEmoji>();
  const [commands, setCommands] = createSignal<readonly Command[]>();
  const [notes, setNotes] = createSignal<readonly Offer[]>([]);
  let pause: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(pause));
  /** Where a list was closed by hand: it stays closed for that sign. */
  let closedAt = -1;

  const people = createMemo(() => (query()?.sign === "@" ? candidatesOf(conversation) : []));
  const found = createMemo<Offer[]>(() => {
    const asked = query();
    if (asked?.sign === "@") return peopleOffers(conversation, people(), asked.text);
    if (asked?.sign === "#")
      return rankRooms(roomsOf(conversation), asked.text).map((room) => ({ is: "room" as const, room }));
    if (asked?.sign === "/") return commandOffers(commands() ?? [], asked.text);
    if (asked?.sign === "[[") return [...notes()];
    if (asked?.sign !== ":") return [];
    const some = findEmoji()?.(asked.text.replaceAll("_", " ")) ?? [];
    return some.slice(0, 8).map(([emoji, name]) => ({ is: "emoji" as const, emoji, name }));
  });

  function choose(offer: Offer): void {
    const asked = query();
    setQuery(null);
    if (asked) replace(asked, insertion(text(), asked, wordsOf(offer)));
  }

  /** Of what was typed last; what an earlier letter found stays until then. */
  function readNotes(title: string): void {
    clearTimeout(pause);
    pause = setTimeout(() => {
      void suggestNotes(title, conversation.room()?.workspace_id).then(
        (found) => {
          if (query()?.sign === "[[" && query()?.text === title)
            setNotes(found.map(({ title, place }) => ({ is: "note" as const, title, place })));
        },
        () => undefined,
      );
    }, pauseMs);
  }

  function readEmoji(): void {
    void import("#/client/messages/emoji-set.ts").then(
      (set) => setFindEmoji(() => set.findEmoji),
      () => undefined,
    );
  }

  return {
    id,
    found,
    active,
    choose,
    label: () =>
      ({ "@": say("People"), "#": say("Rooms"), ":": say("Emoji"), "/": say("Commands"), "[[": say("Notes") })[
        query()?.sign ?? "@"
      ],
    isOpen: () => found().length > 0,
    /** The text or the caret changed. */
    look(value: string, caret: number): void {
      const next = queryAt(value, caret);
      if (!next || next.from !== closedAt) closedAt = -1;
      if (next?.text !== query()?.text) setActive(0);
      if (next?.sign === ":" && !findEmoji()) readEmoji();
      if (next?.sign === "[[" && next.text !== (query()?.sign === "[[" ? query()?.text : undefined)) {
        if (query()?.sign !== "[[") setNotes([]);
        readNotes(next.text);
      }
      if (value.startsWith("/") && !commands()) void readCommands?.().then(setCommands, () => undefined);
      setQuery(next && next.from === closedAt ? null : next);
    },
    /** The arguments of the command that the text begins with, while one writes them. */
    argumentHint(): string | null {
      const name = /^\/([a-z0-9_-]+)\s/i.exec(text())?.[1]?.toLowerCase();
      const command = name === undefined ? undefined : commands()?.find((each) => each.name === name);
      return command ? `/${command.name} ${command.hint}`.trim() : null;
    },
    close(): void {
      closedAt = query()?.from ?? -1;
      setQuery(null);
    },
    /** True when the key was the list's. */
    key(key: string): boolean {
      const offers = found();
      if (offers.length === 0) return false;
      const chosen = offers[active()];
      // Written whole, a command is followed and not completed.
      if (key === "Enter" && chosen?.is === "command" && chosen.command.name === query()?.text) {
        setQuery(null);
        return false;
      }
      if (key === "ArrowDown") setActive((active() + 1) % offers.length);
      else if (key === "ArrowUp") setActive((active() + offers.length - 1) % offers.length);
      else if (key === "Escape") this.close();
      else if ((key === "Enter" || key === "Tab") && chosen) choose(chosen);
      else return false;
      return true;
    },
    /** For those who listen. */
    words(): string {
      const offers = found();
      const chosen = offers[active()];
      if (!chosen) return "";
      const [one, many] = nouns[query()?.sign ?? "@"];
      return `${offers.length} ${offers.length === 1 ? one : many}. ${spoken(chosen)}`;
    },
  };
}

function wordsOf(offer: Offer): string {
  switch (offer.is) {
    case "person":
      return `@${offer.person.handle}`;
    case "everyone":
      return "@room";
    case "room":
      return roomLink(offer.room);
    case "emoji":
      return offer.emoji;
    case "note":
      return `[[${offer.title}]]`;
    case "command":
      return `/${offer.command.name}`;
  }
}

function spoken(offer: Offer): string {
  switch (offer.is) {
    case "person": {
      const { name, isAi: ai, isMember } = offer.person;
      return [name, ai && say("AI"), !isMember && say("not in this room")].filter(Boolean).join(", ");
    }
    case "everyone":
      return say("room, everyone here, {count} people", { count: offer.count });
    case "room":
      return offer.room.name;
    case "emoji":
      return offer.name;
    case "note":
      return [offer.title, offer.place].filter(Boolean).join(", ");
    case "command":
      return `${offer.command.name} ${offer.command.hint}: ${offer.command.summary}`;
  }
}

function peopleOffers(conversation: Conversation, people: Candidate[], query: string): Offer[] {
  const offers: Offer[] = rank(people, query).map((person) => ({ is: "person", person }));
  const all = everyone(conversation);
  if (query === "" || !"room".startsWith(query.toLowerCase()) || !all) return offers;
  return [...offers.slice(0, 7), { is: "everyone", count: all.length }];
}

/** A name that begins so comes before one that only holds it. */
function commandOffers(commands: readonly Command[], query: string): Offer[] {
  const starting = commands.filter((each) => each.name.startsWith(query));
  const holding = commands.filter((each) => query.length > 1 && each.name.indexOf(query) > 0);
  return [...starting, ...holding].slice(0, 8).map((command) => ({ is: "command", command }));
}

function roomsOf(conversation: Conversation): RoomOffer[] {
  const { state } = conversation.session;
  return Object.values(state.rooms)
    .filter((room) => room.room_type !== "dm" && room.membership === "join" && room.state === "open")
    .map((room) => ({
      id: room.id,
      name: roomName(room, state),
      href: roomHref(room, state),
      lastPosition: room.last_position,
    }));
}

function candidatesOf(conversation: Conversation): Candidate[] {
  const { state } = conversation.session;
  const spoke = new Map<string, number>();
  for (const message of conversation.view()?.messages ?? []) spoke.set(message.sender_id, message.stream_position);
  const known = new Map(Object.values(state.participants).map((each) => [each.id, each]));
  for (const member of Object.values(conversation.view()?.members ?? {})) {
    known.set(member.participant_id, member.participant);
  }
  known.delete(conversation.me);
  // In a direct room nobody else can ever read along.
  const closed = conversation.room()?.room_type === "dm";
  return [...known.values()]
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
