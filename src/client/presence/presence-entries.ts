import type { MenuEntry } from "#/client/ui/overlays/menu.tsx";
import type { StickyPresence } from "#/domain/presence/events.ts";

type Choice = { readonly value: StickyPresence; readonly label: string; readonly hint?: string };

const choices: readonly Choice[] = [
  { value: null, label: "Automatic", hint: "Idle after 5 minutes away" },
  { value: "online", label: "Online" },
  { value: "idle", label: "Idle" },
  { value: "busy", label: "Busy" },
  { value: "appear_offline", label: "Appear offline", hint: "You still get everything" },
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
