import { say, sayCount } from "#/client/language/say.ts";
import { untilWords, viewerZone } from "#/client/language/times.ts";
import type { InviteLink } from "#/domain/rooms/schema.ts";

export const expiries = [
  {
    value: "24",
    get label() {
      return say("1 day");
    },
  },
  {
    value: "168",
    get label() {
      return say("7 days");
    },
  },
  {
    value: "720",
    get label() {
      return say("30 days");
    },
  },
  {
    value: "never",
    get label() {
      return say("Until revoked");
    },
  },
] as const;

export const bounds = [
  {
    value: "1",
    get label() {
      return say("1 person");
    },
  },
  {
    value: "10",
    get label() {
      return say("10 people");
    },
  },
  {
    value: "100",
    get label() {
      return say("100 people");
    },
  },
  {
    value: "any",
    get label() {
      return say("Anyone");
    },
  },
] as const;

type Spent = Pick<InviteLink, "expires_at" | "max_uses" | "revoked_at" | "uses">;

/** Whether a link still lets anyone in. */
export function isGood(link: Spent, now: number): boolean {
  if (link.revoked_at !== null) return false;
  if (link.expires_at !== null && Date.parse(link.expires_at) <= now) return false;
  return link.max_uses === null || link.uses < link.max_uses;
}

/** “Used 3 of 10 · until Sat 28 Nov, 14:02”. */
export function linkWords(link: Spent): string {
  return `${useWords(link)} · ${endWords(link)}`;
}

function useWords({ uses, max_uses }: Spent): string {
  if (uses === 0 && max_uses === null) return say("Not used yet");
  if (uses === 0)
    return sayCount(max_uses ?? 1, "Not used yet, for {count} person", "Not used yet, for {count} people");
  if (max_uses === null) return sayCount(uses, "Used once", "Used {count} times");
  return say("Used {uses} of {max}", { uses, max: max_uses });
}

function endWords({ expires_at }: Spent): string {
  if (expires_at === null) return say("until revoked");
  const day = untilWords(Date.parse(expires_at) / 1000, viewerZone(), Date.now() / 1000);
  return say("until {day}", { day });
}
