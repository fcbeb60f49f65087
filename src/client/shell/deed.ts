import { createSignal } from "solid-js";
import { asSwError } from "#/client/sync/server.ts";

/** Something asked of the server by a button: one at a time, and a refusal is told where it was asked. */
export type Deed = {
  /** Whether it runs; with a key, whether it runs for that one of a list. */
  readonly busy: (key?: string) => boolean;
  /** Why the last one was refused. */
  readonly problem: () => string | undefined;
  /** Does nothing while one runs. True once it is done; false when it was refused. */
  readonly run: (work: () => Promise<unknown>, key?: string) => Promise<boolean>;
};

export function createDeed(): Deed {
  const [running, setRunning] = createSignal<{ readonly key: string | undefined }>();
  const [problem, setProblem] = createSignal<string>();
  return {
    busy: (key) => running() !== undefined && (key === undefined || running()?.key === key),
    problem,
    async run(work, key) {
      if (running()) return false;
      setRunning({ key });
      setProblem(undefined);
      try {
        await work();
        return true;
      } catch (error) {
        setProblem(asSwError(error).message);
        return false;
      } finally {
        setRunning(undefined);
      }
    },
  };
}
