import { createEffect } from "solid-js";
import { changeTimes } from "#/client/language/time-choice.ts";
import { setWritingChoices } from "#/client/messages/writing-choices.ts";
import { changeLook, look } from "#/client/shell/look.ts";
import type { Session } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import type { ScreenPreferences } from "#/domain/participants/preferences.ts";

/** Changes some of one's preferences: at once here, then everywhere. A refusal puts them back and is thrown. */
export async function choose(session: Session, part: Partial<ScreenPreferences>): Promise<void> {
  const before = Object.fromEntries(Object.keys(part).map((key) => [key, session.state.own.screen[key as never]]));
  const put = (fields: object) => session.store.change((draft) => void Object.assign(draft.own.screen, fields));
  put(part);
  try {
    await api.participants.updatePreferences.mutate(part);
  } catch (error) {
    put(before);
    throw error;
  }
}

/** Makes this device do as its person chose, here or elsewhere, while the page lives. */
export function followChoices(session: Pick<Session, "state">): void {
  const screen = () => session.state.own.screen;
  createEffect(() => {
    const { theme, contrast, density, font_size, locale } = screen();
    // The next page speaks the language: words that were said already stay as they are.
    const wanted = { theme, contrast, density, text: font_size, language: locale };
    const chosen = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null));
    const now = look();
    if (Object.entries(chosen).some(([key, value]) => now[key as keyof typeof now] !== value)) changeLook(chosen);
  });
  createEffect(() =>
    changeTimes({ hours: screen().time_format, zone: screen().zone_from_device ? null : screen().timezone }),
  );
  createEffect(() => setWritingChoices({ sendWith: screen().send_with, singleKeys: screen().single_keys }));
}

/** Tells the server the zone of this device, where times are told by it: others learn from it when it is night here. */
export function tellZone(session: Session): void {
  const { zone_from_device, timezone } = session.state.own.screen;
  const device = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone_from_device || !device || device === timezone) return;
  void choose(session, { timezone: device, zone_from_device: true }).catch(() => undefined);
}
