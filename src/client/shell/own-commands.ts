import { aiCommands } from "#/client/ai/ai-commands.ts";
import { say } from "#/client/language/say.ts";
import { type Command, CommandProblem, commandsFor } from "#/client/messages/commands.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { setStatus } from "#/client/presence/set-status.ts";
import { muteChoices } from "#/client/rooms/mute-choices.ts";
import { whyNot, whyNotTo } from "#/client/rooms/rights.ts";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { roomHref } from "#/client/shell/places.ts";
import { findDm } from "#/client/shell/start-dm.ts";
import { choosePresence } from "#/client/shell/you-verbs.ts";
import { api } from "#/client/sync/api.ts";
import type { Room } from "#/domain/rooms/room.ts";

const isShared: Command["isHere"] = ({ conversation }) =>
  conversation.standing()?.membership === "join" && conversation.room()?.room_type !== "dm";
const isIn: Command["isHere"] = ({ conversation }) => conversation.standing()?.membership === "join";

/** Someone by handle, with or without its `@`. */
function personIn(conversation: Conversation, word: string): string {
  const handle = word.replace(/^@/, "").toLowerCase();
  if (handle === "") throw new CommandProblem(say("Say who, such as @ana."));
  const id = conversation.handles().get(handle);
  if (!id) throw new CommandProblem(say("Nobody here is called @{handle}.", { handle }));
  return id;
}

function split(args: string): [first: string, rest: string] {
  const [, first = "", rest = ""] = /^(\S*)\s*([\s\S]*)$/.exec(args) ?? [];
  return [first, rest.trim()];
}

function demand(conversation: Conversation, action: "topic" | "invite" | "archive"): void {
  const standing = conversation.standing();
  const why = standing && whyNot(standing, action);
  if (why) throw new CommandProblem(why);
}

const topic: Command = {
  name: "topic",
  get hint() {
    return say("[words]");
  },
  get summary() {
    return say("Say what this room is for");
  },
  isHere: isShared,
  async run(args, { conversation }) {
    const now = conversation.room()?.topic;
    if (args === "") return { say: now ? say("The topic is: {now}", { now }) : say("This room has no topic yet.") };
    demand(conversation, "topic");
    await roomVerbs.setTopic(conversation.roomId(), args);
    return undefined;
  },
};

const invite: Command = {
  name: "invite",
  get hint() {
    return say("@who");
  },
  get summary() {
    return say("Ask someone into this room");
  },
  isHere: isShared,
  async run(args, { conversation, layers }) {
    demand(conversation, "invite");
    if (args === "") {
      layers.open({ is: "invite", roomId: conversation.roomId() });
      return undefined;
    }
    const id = personIn(conversation, args);
    const { name } = conversation.person(id);
    if (conversation.isMember(id)) throw new CommandProblem(say("{name} is in this room already.", { name }));
    await api.rooms.invite.mutate({ room_id: conversation.roomId(), participant_id: id });
    return { say: say("{name} was invited.", { name }) };
  },
};

const kick: Command = {
  name: "kick",
  get hint() {
    return say("@who");
  },
  get summary() {
    return say("Remove someone from this room; asks first");
  },
  isHere: isShared,
  run(args, { conversation, layers }) {
    const id = personIn(conversation, args);
    const [member, standing] = [conversation.view()?.members[id], conversation.standing()];
    if (member?.membership !== "join" || !standing)
      throw new CommandProblem(say("{name} is not in this room.", { name: conversation.person(id).name }));
    const why = whyNotTo(standing, member, "kick");
    if (why) throw new CommandProblem(why);
    layers.open({ is: "kick", roomId: conversation.roomId(), participantId: id });
    return undefined;
  },
};

const leave: Command = {
  name: "leave",
  hint: "",
  get summary() {
    return say("Leave this room; asks first");
  },
  isHere: isShared,
  run(_, { conversation, layers }) {
    layers.open({ is: "leave", roomId: conversation.roomId() });
    return undefined;
  },
};

const archive: Command = {
  name: "archive",
  hint: "",
  get summary() {
    return say("Put this room away; asks first");
  },
  isHere: isShared,
  run(_, { conversation, layers }) {
    demand(conversation, "archive");
    layers.open({ is: "end-room", act: "archive", roomId: conversation.roomId() });
    return undefined;
  },
};

const lengths: Record<string, string | undefined> = {
  "": "forever",
  "1h": "hour",
  "8h": "hours",
  tomorrow: "tomorrow",
};

const mute: Command = {
  name: "mute",
  get hint() {
    return say("[1h, 8h, tomorrow or off]");
  },
  get summary() {
    return say("Be told nothing of this room for a while");
  },
  isHere: isIn,
  async run(args, { conversation }) {
    const room_id = conversation.roomId();
    if (args.toLowerCase() === "off") {
      await roomVerbs.mute({ room_id, muted_until: null });
      return { say: say("This room is no longer muted.") };
    }
    const choice = muteChoices.find((each) => each.value === lengths[args.toLowerCase()]);
    if (!choice)
      throw new CommandProblem(say("Write 1h, 8h, tomorrow or off, or nothing to mute until you turn it back on."));
    await roomVerbs.mute({ room_id, muted_until: choice.until(new Date()) });
    return { say: say("This room is muted.") };
  },
};

const dm: Command = {
  name: "dm",
  get hint() {
    return say("@who [words]");
  },
  get summary() {
    return say("Go to a direct conversation, and say something there");
  },
  async run(args, { conversation, navigate }) {
    const { session } = conversation;
    const [who, words] = split(args);
    const id = personIn(conversation, who);
    if (id === conversation.me) throw new CommandProblem(say("That is you."));
    const room: Room = findDm(session.state, id) ?? (await api.rooms.createDm.mutate({ participant_id: id }));
    if (words !== "") session.actions.send(room.id, { msgtype: "swp.text", body: words });
    navigate(roomHref(room, session.state));
    return undefined;
  },
};

const status: Command = {
  name: "status",
  get hint() {
    return say("[emoji] [words], or clear");
  },
  get summary() {
    return say("Say something of yourself beside your name");
  },
  async run(args, { conversation, layers }) {
    if (args === "") {
      layers.open({ is: "status" });
      return undefined;
    }
    if (args.toLowerCase() === "clear") {
      await setStatus(conversation.session, null);
      return { say: say("Your status was cleared.") };
    }
    const [first, rest] = split(args);
    const isEmoji = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}\ufe0f?)$/v.test(first);
    const next = isEmoji ? { emoji: first, text: rest } : { emoji: null, text: args };
    await setStatus(conversation.session, { ...next, until: null });
    return { say: say("Your status is now: {args}", { args }) };
  },
};

const away: Command = {
  name: "away",
  hint: "",
  get summary() {
    return say("Be shown as idle; again to be shown as you are");
  },
  async run(_, { conversation: { session } }) {
    const isAway = session.state.me.sticky_presence === "idle";
    await choosePresence(session, isAway ? null : "idle");
    return {
      say: isAway ? say("You are shown as you are.") : say("You are shown as idle. Write /away again to end it."),
    };
  },
};

const shortcuts: Command = {
  name: "shortcuts",
  hint: "",
  get summary() {
    return say("Show every key there is");
  },
  run(_, { layers }) {
    layers.open({ is: "shortcuts" });
    return undefined;
  },
};

const join: Command = {
  name: "join",
  get hint() {
    return say("#room");
  },
  get summary() {
    return say("Go to a room, and join it if it is public");
  },
  async run(args, { conversation, layers, navigate }) {
    const { state } = conversation.session;
    const name = args.replace(/^[#~]/, "").toLowerCase();
    if (name === "") {
      layers.open({ is: "directory" });
      return undefined;
    }
    const isIt = (room: Pick<Room, "name">) => room.name?.toLowerCase() === name;
    const mine = Object.values(state.rooms).find((room) => room.membership === "join" && isIt(room));
    if (mine) {
      navigate(roomHref(mine, state));
      return undefined;
    }
    const { items } = await api.rooms.directory.query({ q: name, room_type: "public" });
    const found = items.find(isIt);
    if (!found) throw new CommandProblem(say("There is no public room called “{args}”.", { args }));
    await api.rooms.join.mutate({ room_id: found.id });
    navigate(roomHref(found, state));
    return undefined;
  },
};

const help: Command = {
  name: "help",
  hint: "",
  get summary() {
    return say("List the commands of this place");
  },
  run: (_, place) => ({
    say: say("What you can write in {title}, at the beginning of a message:", { title: titleOf(place.conversation) }),
    list: commandsFor(place),
  }),
};

function titleOf(conversation: Conversation): string {
  const room = conversation.room();
  return room ? roomTitle(room, conversation.session.state) : say("this room");
}

/** Every command of the product: those of rooms and people, and those to the AIs of a room. */
export const ownCommands: readonly Command[] = [
  topic, invite, kick, leave, mute, dm, status, away, shortcuts, join, archive, help, ...aiCommands,
]; // biome-ignore format: one list
