import { createSignal } from "solid-js";
import { getRequestEvent, isServer } from "solid-js/web";

/** How a person wants times told; a null zone is the one of each device. */
export type TimeChoice = { readonly hours: "12h" | "24h"; readonly zone: string | null };

/** In a cookie, so that the server's first picture tells them so already. */
export const timeCookie = "scaiwave_times";
const yearSeconds = 31_536_000;
const [changes, setChanges] = createSignal(0);
/** Every time that is shown asks, and a cookie jar is slow. */
let ofPage: TimeChoice | undefined;

export function timeChoice(): TimeChoice {
  if (isServer) return choiceIn(getRequestEvent()?.request.headers.get("cookie") ?? "");
  changes();
  ofPage ??= choiceIn(document.cookie);
  return ofPage;
}

function choiceIn(cookies: string): TimeChoice {
  const found = new RegExp(`(?:^|; )${timeCookie}=(12h|24h)\\.([A-Za-z0-9_+/-]{0,64})(?:;|$)`).exec(cookies);
  return { hours: found?.[1] === "12h" ? "12h" : "24h", zone: found?.[2] || null };
}

/** Takes effect at once, on every time that is shown. For the browser only. */
export function changeTimes(choice: TimeChoice): void {
  const before = timeChoice();
  if (before.hours === choice.hours && before.zone === choice.zone) return;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not there on plain http
  document.cookie = `${timeCookie}=${choice.hours}.${choice.zone ?? ""}; path=/; max-age=${yearSeconds}; samesite=lax`;
  ofPage = choice;
  setChanges((count) => count + 1);
}
