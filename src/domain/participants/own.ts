import { defaultPreferences, type ScreenPreferences, screenOf } from "#/domain/participants/preferences.ts";
import { defaultSidebar } from "#/domain/participants/sidebar.ts";
import type { Sidebar } from "#/domain/participants/sidebar-schema.ts";

/** What a person chose for themselves and nobody else sees, as every page of theirs needs it. */
export type Own = {
  sidebar: Sidebar;
  screen: ScreenPreferences;
  /** Whom they do not want to hear. */
  blocked: string[];
};

/** Of someone who chose nothing yet. */
export function defaultOwn(): Own {
  return { sidebar: structuredClone(defaultSidebar), screen: screenOf(defaultPreferences), blocked: [] };
}
