import type { VersionServer } from "#/client/notes/versions/version-types.ts";
import { api } from "#/client/sync/api.ts";

const pageSize = 100;

export const versionServer: VersionServer = {
  list: (note_id, offset) => api.noteVersions.list.query({ note_id, offset, limit: pageSize }),
  diff: (note_id, version_id, against) =>
    api.noteVersions.diff.query({ note_id, version_id, ...(against ? { against } : {}) }),
  nameNow: (note_id, name) => api.noteVersions.name.mutate({ note_id, name }),
  rename: (note_id, version_id, name) => api.noteVersions.rename.mutate({ note_id, version_id, name }),
  restore: (note_id, version_id) => api.noteVersions.restore.mutate({ note_id, version_id }),
};
