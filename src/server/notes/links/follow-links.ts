import type { LogEvent } from "#/domain/envelope.ts";
import type { Subscriber } from "#/server/log/follow.ts";
import { claimNames, projectLinks } from "#/server/notes/links/project-links.ts";

type Updated = LogEvent<"swp.note.updated">;

const isUpdate = (event: LogEvent): event is Updated => event.type === "swp.note.updated" && !event.forgotten;
/** What may give a note a name, or let others see it. */
const namesIt = ({ content }: Updated): boolean =>
  content.changed.some((change) => change !== "text" && change !== "pinned");

/** Keeps `note_links` as the texts are: each note of a batch is read once, in its newest version. */
export const noteLinks: Subscriber = {
  name: "note-links",
  begins: "start",
  wants: isUpdate,
  async handle(tx, events) {
    const updates = events.filter(isUpdate).filter(({ content }) => !content.deleted);
    const ids = (of: Updated[]) => [...new Set(of.map(({ content }) => content.note_id))];
    await projectLinks(tx, ids(updates));
    await claimNames(tx, ids(updates.filter(namesIt)));
    return [];
  },
};
