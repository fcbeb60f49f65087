import type { MemoryVerbs } from "#/client/ai/memories.tsx";
import { api } from "#/client/sync/api.ts";

/** As many as one page holds; who has more reads the rest over the API. */
const most = 200;

/** What AIs remember of whoever is signed in. */
export const ownMemories: MemoryVerbs = {
  list: async () => (await api.aiMemory.list.query({ limit: most })).items,
  add: (text) => api.aiMemory.add.mutate({ text }),
  edit: (memory_id, text) => api.aiMemory.edit.mutate({ memory_id, text }),
  forget: (ids) => api.aiMemory.forget.mutate({ memory_ids: [...ids] }),
};
