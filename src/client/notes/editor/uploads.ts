import { createSignal } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { PasteHost } from "#/client/notes/editor/paste.ts";
import { asSwError } from "#/client/sync/server.ts";

/** What the server takes: named one by one, so that a phone gives its photos in one of these forms. A test holds it to them. */
export const pickedTypes = "image/png,image/jpeg,image/gif,image/webp,image/avif";

export type Uploads = ReturnType<typeof createUploads>;

/** Files on their way into a note, and the last one that could not be taken. */
export function createUploads(upload: PasteHost["upload"], separate: () => void) {
  const [going, setGoing] = createSignal<readonly File[]>([]);
  const [failed, setFailed] = createSignal<{ readonly name: string; readonly why: string } | null>(null);
  const host: PasteHost = {
    upload,
    onBegin(file) {
      setFailed(null);
      setGoing((before) => [...before, file]);
    },
    onEnd(file, refused) {
      setGoing((before) => before.filter((each) => each !== file));
      if (refused) setFailed({ name: file.name, why: asSwError(refused.why).message });
    },
    separate,
    uploading: (name) => say("Uploading {name}", { name }),
  };
  return { host, going, failed, dismiss: () => setFailed(null) };
}
