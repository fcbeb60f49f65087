/** What tabs of one person tell each other: writes changed, or one arrived at the server. */
export type TabMessage = { type: "changed" } | { type: "sent"; event_uuid: string; position: number | null };

export type Tabs = {
  /** Runs `work` while no other tab of this person does. Rejects when `signal` ends the wait. */
  alone(work: () => Promise<void>, signal: AbortSignal): Promise<void>;
  tell(message: TabMessage): void;
  listen(hear: (message: TabMessage) => void): () => void;
};

/**
 * Tabs share one queue, so that order holds across them: whoever has something to send takes the lock, sends all that
 * waits, and lets go; the browser frees the lock of a tab that dies. Without locks (an insecure address) each tab sends
 * by itself, and the server's idempotency by `event_uuid` keeps every write single.
 */
export function tabsOf(name: string): Tabs {
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(name);
  let closed = false;
  const locks = typeof navigator === "undefined" ? undefined : navigator.locks;
  return {
    alone: (work, signal) => (locks ? locks.request(name, { signal }, work) : work()),
    tell(message) {
      if (!closed) channel?.postMessage(message);
    },
    listen(hear) {
      if (!channel) return () => undefined;
      channel.onmessage = ({ data }: MessageEvent<TabMessage>) => hear(data);
      return () => {
        closed = true;
        channel.close();
      };
    },
  };
}
