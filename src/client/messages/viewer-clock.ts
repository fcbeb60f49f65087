import { type Accessor, createEffect, createSignal, onCleanup, onMount, sharedConfig } from "solid-js";
import { getRequestEvent, isServer } from "solid-js/web";
import { timeChoice } from "#/client/language/time-choice.ts";
import { knownZone } from "#/client/language/times.ts";

/** Where and when the viewer is. `now` in Unix seconds, moved every half minute. */
export type ViewerClock = {
  readonly zone: Accessor<string>;
  readonly now: Accessor<number>;
  /** To be spread on an element of what uses the clock: the browser begins with what the server rendered with. */
  readonly attributes: () => { "data-viewer-zone": string; "data-viewer-now": number };
};

export const zoneCookie = "scaiwave_zone";
const tickMs = 30_000;
const yearSeconds = 31_536_000;

/**
 * The server renders in the zone that an earlier page noted in a cookie, else in UTC. The browser begins with the same
 * words, so that nothing differs when it takes the page over, and then turns to its own zone and clock.
 */
export function createViewerClock(): ViewerClock {
  const first = isServer ? ofRequest() : sharedConfig.context ? ofPage() : ofDevice();
  const [zone, setZone] = createSignal(first.zone);
  const [now, setNow] = createSignal(first.now);
  onMount(() => {
    const device = ofDevice();
    createEffect(() => setZone(knownZone(timeChoice().zone ?? device.zone)));
    setNow(device.now);
    if (zoneOf(document.cookie) !== device.zone) {
      // biome-ignore lint/suspicious/noDocumentCookie: the server reads it, and the Cookie Store API is not everywhere
      document.cookie = `${zoneCookie}=${device.zone}; path=/; max-age=${yearSeconds}; samesite=lax`;
    }
    const timer = setInterval(() => setNow(ofDevice().now), tickMs);
    onCleanup(() => clearInterval(timer));
  });
  return { zone, now, attributes: () => ({ "data-viewer-zone": zone(), "data-viewer-now": now() }) };
}

type Moment = { zone: string; now: number };

const seconds = () => Math.floor(Date.now() / 1000);

function ofRequest(): Moment {
  return {
    zone: knownZone(timeChoice().zone ?? zoneOf(getRequestEvent()?.request.headers.get("cookie") ?? "")),
    now: seconds(),
  };
}

function ofPage(): Moment {
  const told = document.querySelector<HTMLElement>("[data-viewer-zone]")?.dataset;
  return told ? { zone: knownZone(told.viewerZone), now: Number(told.viewerNow) } : ofCookie();
}

function ofCookie(): Moment {
  return { zone: knownZone(zoneOf(document.cookie)), now: seconds() };
}

function ofDevice(): Moment {
  return { zone: knownZone(Intl.DateTimeFormat().resolvedOptions().timeZone), now: seconds() };
}

function zoneOf(cookies: string): string | null {
  return new RegExp(`(?:^|; )${zoneCookie}=([A-Za-z0-9_+/-]{1,64})`).exec(cookies)?.[1] ?? null;
}
