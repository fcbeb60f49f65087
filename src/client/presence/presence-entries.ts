import { say } from "#/client/language/say.ts";
import type { MenuEntry } from "#/client/ui/overlays/menu.tsx";
import type { StickyPresence } from "#/domain/presence/events.ts";

type Choice = { readonly value: StickyPresence; readonly label: string; readonly hint?: string };

const choices: readonly Choice[] = [
  {
    value: null,
    get label() {
      return say("Automatic");
    },
    get hint() {
      return say("Idle after 5 minutes away");
    },
  },
  {
    value: "online",
    get label() {
      return say("Online");
    },
  },
  {
    value: "idle",
    get label() {
      return say("Idle");
    },
  },
  {
    value: "busy",
    get label() {
      return say("Busy");
    },
  },
  {
    value: "appear_offline",
    get label() {
      return say("Appear offline");
    },
    get hint() {
      return say("You still get everything");
    },
  },
];

/** How one is shown to others, as entries of a menu. */
export function presenceEntries(current: StickyPresence, choose: (presence: StickyPresence) => void): MenuEntry[] {
  return choices.map(({ value, label, hint }) => ({
    label,
    hint,
    checked: value === current,
    onSelect: () => choose(value),
  }));
}
