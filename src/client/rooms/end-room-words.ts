import { say } from "#/client/language/say.ts";
export type EndAct = "archive" | "close" | "delete";

type EndWords = {
  readonly title: string;
  readonly consequence: string;
  readonly verb: string;
  readonly busy: string;
  readonly done: string;
  /** What can't be taken back, or not by the one who does it. */
  readonly danger: boolean;
};

/** What ending a room means, in words. `title` as in running text: “#launch”. */
export function endWords(act: EndAct, title: string, isIncognito = false): EndWords {
  switch (act) {
    case "archive":
      return {
        title: say("Archive {title}?", { title }),
        consequence: say(
          "Nobody can write here any more. Everything said stays and can be read, and an admin can restore the room at any time.",
        ),
        verb: say("Archive room"),
        busy: say("Archiving"),
        done: say("{title} was archived", { title }),
        danger: false,
      };
    case "close":
      return {
        title: say("Close {title} for good?", { title }),
        consequence: isIncognito
          ? say(
              "The room is incognito: closing it deletes every message in it, for everyone, and nobody can bring them back.",
            )
          : say(
              "Nobody can ever write here again, and the room can't be reopened. What was said can still be read by its members.",
            ),
        verb: say("Close for good"),
        busy: say("Closing"),
        done: say("{title} was closed", { title }),
        danger: true,
      };
    case "delete":
      return {
        title: say("Delete {title}?", { title }),
        consequence: say(
          "The room and every message in it go, for everyone, and nobody can bring them back. To keep what was said, archive the room instead.",
        ),
        verb: say("Delete room"),
        busy: say("Deleting"),
        done: say("{title} was deleted", { title }),
        danger: true,
      };
  }
}
