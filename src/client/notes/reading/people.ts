import { type Accessor, createMemo } from "solid-js";
import { handleOf } from "#/client/messages/conversation.ts";
import { personOf } from "#/client/shell/people.ts";
import { useSession } from "#/client/shell/session.tsx";
import type { Person } from "#/client/ui/people/person.ts";
import type { Handles } from "#/domain/markdown/mentions.ts";

export type ReadingPeople = {
  readonly me: string;
  /** Handles in lower case of those who are known to the viewer. */
  readonly handles: Accessor<Handles>;
  readonly byHandle: (handle: string) => Person | undefined;
};

export function createReadingPeople(): ReadingPeople {
  const { state } = useSession();
  const handles = createMemo<Handles>(
    () => new Map(Object.values(state.participants).map((each) => [handleOf(each, state.tenant.server_name), each.id])),
  );
  return {
    me: state.me.id,
    handles,
    byHandle: (handle) => {
      const known = state.participants[handles().get(handle.toLowerCase()) ?? ""];
      return known && personOf(known);
    },
  };
}
