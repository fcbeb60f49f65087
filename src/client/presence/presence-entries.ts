import { say } from "#/client/language/say.ts";
import type { MenuEntry } from "#/client/ui/overlays/menu.tsx";
import type { StickyPresence } from "#/domain/presence/events.ts";

/** How one may be shown to others; `auto` is what nobody chose. */
export type PresenceChoice = NonNullable<StickyPresence> | "auto";

type Choice = { readonly value: PresenceChoice; readonly label: string; readonly hint?: string };

export const presenceChoices = (): readonly Choice[] => [
  { value: "auto", label: say("Automatic"), hint: say("Idle after 5 minutes away") },
  { value: "online", label: say("Online") },
  { value: "idle", label: say("Idle") },
  { value: "busy", label: say("Busy") },
  { value: "appear_offline", label: say("Appear offline"), hint: say("You still get everything") },
];

export function stickyOf(choice: PresenceChoice): StickyPresence {
  return choice === "auto" ? null : choice;
}

/** How one is shown to others, as entries of a menu. */
export function presenceEntries(current: StickyPresence, choose: (presence: StickyPresence) => void): MenuEntry[] {
  return presenceChoices().map(({ value, label, hint }) => ({
    label,
    hint,
    checked: stickyOf(value) === current,
    onSelect: () => choose(stickyOf(value)),
  }));
}
