import { say } from "#/client/language/say.ts";
import { type Command, type CommandPlace, CommandProblem } from "#/client/messages/commands.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { whyNot } from "#/client/rooms/rights.ts";
import { api } from "#/client/sync/api.ts";
import { type AiCommand, type AiCommandName, type CommandRefusal, parseAiCommand } from "#/domain/ai/commands.ts";
import { canEngage } from "#/domain/ai/rights.ts";
import { notePath } from "#/domain/notes/paths.ts";
import { isAi } from "#/domain/participants/participant.ts";

const isIn: Command["isHere"] = ({ conversation }) =>
  conversation.standing()?.membership === "join" && !isHidden(conversation);

function isHidden({ session }: Conversation): boolean {
  return session.state.ai?.hidden === true || session.state.own.screen.hide_ai;
}

function hasAi({ conversation }: CommandPlace): boolean {
  return Object.values(conversation.view()?.members ?? {}).some(({ participant }) => isAi(participant));
}

/** The AIs that a command may mean: those of the server, since `/engage` brings one in. */
function known({ session, view }: Conversation) {
  const all = new Map(Object.values(session.state.participants).map((each) => [each.id, each]));
  for (const { participant } of Object.values(view()?.members ?? {})) all.set(participant.id, participant);
  return [...all.values()].filter(isAi);
}

function refusalWords({ problem, word }: CommandRefusal, name: AiCommandName): string {
  switch (problem) {
    case "takes_nothing":
      return say("/{name} takes no words after it.", { name });
    case "which_mode":
      return say("Write /mode chat or /mode continuous, with an AI's name before it for that one alone.");
    case "which_ai":
      return say("Say which AI, such as /engage mira.");
    case "unknown_ai":
      return say("No AI here is called “{word}”.", { word: word.slice(0, 60) });
    case "two_ais":
      return say("Two AIs are called “{word}”. Use the short name, such as @mira.", { word: word.slice(0, 60) });
  }
}

function parsed(name: AiCommandName, args: string, { conversation }: CommandPlace): AiCommand {
  const standing = conversation.standing();
  // A note of one's own sets nothing up for the others.
  if (name !== "note" && standing && canEngage(standing) !== null) {
    throw new CommandProblem(whyNot(standing, "engage") ?? say("You can't change this here."));
  }
  const found = parseAiCommand(name, args, known(conversation));
  if ("problem" in found) throw new CommandProblem(refusalWords(found, name));
  return found;
}

async function run(command: AiCommand, { conversation, navigate }: CommandPlace) {
  const room_id = conversation.roomId();
  const nameOf = (id: string) => conversation.person(id).name;
  switch (command.is) {
    case "title":
      await api.aiSummaries.title.mutate({ room_id });
      return undefined;
    case "compact":
      await api.aiSummaries.compact.mutate({
        room_id,
        ...(command.participant_id ? { participant_id: command.participant_id } : {}),
      });
      return { say: say("What was said so far is being summed up. The next answer starts from there.") };
    case "note": {
      const of = command.participant_id ? { participant_id: command.participant_id } : {};
      const note = await api.aiSummaries.note.mutate({ room_id, ...of });
      const slug = conversation.session.state.workspaces[note.workspace_id]?.slug ?? "-";
      navigate(notePath(slug, note));
      return undefined;
    }
    case "mode": {
      const { participant_id, mode } = command;
      await api.ai.setResponseMode.mutate({ room_id, participant_id, mode });
      const who = participant_id ? nameOf(participant_id) : say("Every AI here");
      return {
        say:
          mode === "streaming"
            ? say("{who} answers word by word now.", { who })
            : say("{who} answers paragraph by paragraph now.", { who }),
      };
    }
    case "engage":
      await api.ai.engage.mutate({ room_id, participant_id: command.participant_id });
      return { say: say("{name} was asked to answer.", { name: nameOf(command.participant_id) }) };
  }
}

/** What one can write to the AIs of a room. */
export const aiCommands: readonly Command[] = [
  {
    name: "title",
    hint: "",
    get summary() {
      return say("Have an AI name this room");
    },
    isHere: (place) => (isIn(place) ?? false) && place.conversation.room()?.room_type !== "dm",
    run: (args, place) => run(parsed("title", args, place), place),
  },
  {
    name: "compact",
    get hint() {
      return say("[@ai]");
    },
    get summary() {
      return say("Sum up so far; the next answer starts from the summary");
    },
    isHere: isIn,
    run: (args, place) => run(parsed("compact", args, place), place),
  },
  {
    name: "note",
    get hint() {
      return say("[@ai]");
    },
    get summary() {
      return say("Have an AI write this conversation up as a note");
    },
    isHere: (place) => (isIn(place) ?? false) && hasAi(place) && place.conversation.room()?.room_type !== "incognito",
    run: (args, place) => run(parsed("note", args, place), place),
  },
  {
    name: "mode",
    get hint() {
      return say("[@ai] chat or continuous");
    },
    get summary() {
      return say("Have answers come by paragraphs, or word by word");
    },
    isHere: isIn,
    run: (args, place) => run(parsed("mode", args, place), place),
  },
  {
    name: "engage",
    get hint() {
      return say("@ai");
    },
    get summary() {
      return say("Bring an AI in and have it answer");
    },
    isHere: isIn,
    run: (args, place) => run(parsed("engage", args, place), place),
  },
];
