import { api } from "#/client/sync/api.ts";

type Asked = Parameters<typeof api.aiNotes.assist.mutate>[0];
export type AssistAction = Asked["action"];
export type AssistAnswer = Awaited<ReturnType<typeof api.aiNotes.assist.mutate>>;

/** What is asked of AIs for one note. Each rejects with the server's refusal. */
export const assistServer = {
  ask: (asked: Asked): Promise<AssistAnswer> => api.aiNotes.assist.mutate(asked),
  /** Helpers last: they are specialists. */
  async ais(): Promise<{ id: string; name: string }[]> {
    const all = (await api.ai.cards.query()).map(({ participant }) => participant);
    const isHelper = ({ participant_type }: (typeof all)[number]) => Number(participant_type === "helper");
    return all.toSorted((a, b) => isHelper(a) - isHelper(b)).map(({ id, display_name: name }) => ({ id, name }));
  },
  /** Adds words under a note that is not open for writing; what others write meanwhile stays. */
  async append(note_id: string, words: string): Promise<void> {
    const { body, version } = await api.notes.get.query({ note_id });
    const next = withAtEnd(body, words);
    await api.notes.update.mutate({ note_id, body: next, base_version: version, on_conflict: "merge" });
  },
};

/** A text with words under it, a blank line between them. */
export function withAtEnd(text: string, words: string): string {
  const start = text.trimEnd();
  return `${start}${start === "" ? "" : "\n\n"}${words.trim()}\n`;
}
