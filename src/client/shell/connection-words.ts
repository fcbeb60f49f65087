import { say, sayCount } from "#/client/language/say.ts";
import type { ConnectionView } from "#/client/sync/sync.ts";
import type { ConnectionState } from "#/client/ui/layout/connection-chip.tsx";

export type ChipWords = {
  readonly state: ConnectionState;
  readonly text: string;
  readonly action?: "Try now" | "Reload" | "Sign in";
};

export const actionLabels: Readonly<Record<NonNullable<ChipWords["action"]>, string>> = {
  get "Try now"() {
    return say("Try now");
  },
  get Reload() {
    return say("Reload");
  },
  get "Sign in"() {
    return say("Sign in");
  },
};

/** The server came back as another build; what is written here is kept over the reload. */
export const newVersionWords: ChipWords = {
  state: "new-version",
  get text() {
    return say("New version ready");
  },
  action: "Reload",
};

/** Trouble shorter than this is nobody's business. */
export const quietMs = 2_000;

/** What the connection chip says at a moment; undefined while all is well or only just not. Times in milliseconds. */
export function chipWords(connection: ConnectionView, waiting: number, now: number): ChipWords | undefined {
  if (connection.is === "online") return undefined;
  if (connection.is === "signed_out")
    return { state: "signed-out", text: say("Signed out elsewhere"), action: "Sign in" };
  if (now - connection.since < quietMs) return undefined;
  if (connection.is === "offline") return { state: "offline", text: offlineWords(waiting) };
  if (connection.is === "stopped")
    return { state: "offline", text: stoppedWords(connection.reason), action: "Try now" };
  if (connection.is === "connecting") return { state: "reconnecting", text: say("Reconnecting") };
  if (connection.updating) return { state: "updating", text: say("Server is updating") };
  const seconds = Math.max(1, Math.ceil((connection.retryAt - now) / 1000));
  return { state: "reconnecting", text: say("Reconnecting in {seconds} s", { seconds }), action: "Try now" };
}

function offlineWords(waiting: number): string {
  if (waiting === 0) return say("Offline");
  return sayCount(waiting, "Offline. {count} message will send later", "Offline. {count} messages will send later");
}

function stoppedWords(reason: string): string {
  return reason === "duplicate_connection"
    ? say("Another copy of this page took over")
    : say("The server closed the connection");
}
