import { inject } from "vitest";
import type { Canary } from "./run.ts";

/** Words that may be in some places and nowhere else. `mayBeIn` names the places of a browser's records where they belong. */
type Watched = Canary & { readonly mayBeIn: (place: Place) => boolean };

/** Where a text was seen: whose browser, at which host, and in what. */
export type Place = {
  readonly person: string;
  readonly host: string;
  readonly kind: "page" | "response" | "frame in" | "frame out" | "console";
  readonly address: string;
};

const watched: Watched[] = [];

/** From now on this may be found in the named places alone; never in the server's log, which the whole run is searched for. */
export async function watchFor(canary: Watched): Promise<void> {
  watched.push(canary);
  const { name, value } = canary;
  await fetch(`${inject("control")}/canary`, { method: "POST", body: JSON.stringify({ name, value }) });
}

/** A sentence for each watched word that `text` holds and may not. */
export function strays(place: Place, text: string): string[] {
  return watched
    .filter(({ value, mayBeIn }) => text.includes(value) && !mayBeIn(place))
    .map(({ name }) => `${name} is in a ${place.kind} of ${place.person} at ${place.host}: ${place.address}`);
}

/** What the instance has printed so far, with the log files of its data folder. */
export async function serverLog(): Promise<string> {
  return (await fetch(`${inject("control")}/log`)).text();
}

/** Process id of a part of the instance that the run shares. */
export async function processOf(part: "party" | "web" | "postgres"): Promise<number> {
  return Number(await (await fetch(`${inject("control")}/child/${part}`)).text());
}
