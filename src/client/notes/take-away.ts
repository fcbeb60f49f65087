import { say } from "#/client/language/say.ts";
import type { Session } from "#/client/shell/session.tsx";

export async function copyText(session: Pick<Session, "toaster">, text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    session.toaster.show(said);
  } catch {
    session.toaster.show(say("The browser didn't allow copying"));
  }
}

/** Hands a text to the browser as a file. */
export function downloadText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // After the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
