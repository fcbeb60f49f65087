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
        title: `Archive ${title}?`,
        consequence:
          "Nobody can write here any more. Everything said stays and can be read, and an admin can restore the room at any time.",
        verb: "Archive room",
        busy: "Archiving",
        done: `${title} was archived`,
        danger: false,
      };
    case "close":
      return {
        title: `Close ${title} for good?`,
        consequence: isIncognito
          ? "The room is incognito: closing it deletes every message in it, for everyone, and nobody can bring them back."
          : "Nobody can ever write here again, and the room can't be reopened. What was said can still be read by its members.",
        verb: "Close for good",
        busy: "Closing",
        done: `${title} was closed`,
        danger: true,
      };
    case "delete":
      return {
        title: `Delete ${title}?`,
        consequence:
          "The room and every message in it go, for everyone, and nobody can bring them back. To keep what was said, archive the room instead.",
        verb: "Delete room",
        busy: "Deleting",
        done: `${title} was deleted`,
        danger: true,
      };
  }
}
