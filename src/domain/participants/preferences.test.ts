import { describe, expect, test } from "vitest";
import {
  defaultPreferences,
  mergePreferences,
  preferences,
  readPreferences,
  screenOf,
  updatePreferencesInput,
} from "#/domain/participants/preferences.ts";

const accepts = (input: object) => updatePreferencesInput.safeParse(input).success;

describe("preferences", () => {
  test("are whole where nothing was chosen", () => {
    expect(readPreferences({})).toEqual(defaultPreferences);
    expect(preferences.safeParse(defaultPreferences).success).toBe(true);
  });

  test("keep what an update leaves out, inside quiet hours too", () => {
    const first = mergePreferences(defaultPreferences, {
      locale: "nl",
      quiet_hours: { enabled: true, start: "21:00" },
    });
    const second = mergePreferences(first, { push: false, quiet_hours: { end: "06:15" } });
    expect(second).toEqual({
      ...defaultPreferences,
      locale: "nl",
      push: false,
      quiet_hours: { ...defaultPreferences.quiet_hours, enabled: true, start: "21:00", end: "06:15" },
    });
  });

  test("can be read from a row that holds what is unknown or no longer valid", () => {
    const stored = {
      colour: "red",
      theme: "pink",
      locale: "xx",
      quiet_hours: { enabled: true },
      keyword_alerts: "launch",
    };
    expect(readPreferences(stored)).toEqual({
      ...defaultPreferences,
      quiet_hours: { ...defaultPreferences.quiet_hours, enabled: true },
    });
    expect(readPreferences({ quiet_hours: 7 })).toEqual(defaultPreferences);
  });

  test("take zones of the IANA database and no others", () => {
    for (const timezone of ["UTC", "Europe/Amsterdam", "America/Argentina/Buenos_Aires"]) {
      expect([timezone, accepts({ timezone })]).toEqual([timezone, true]);
    }
    for (const timezone of [
      "",
      "+02:00",
      "Mars/Base",
      "Europe/",
      "../etc/passwd",
      "Europe/Amsterdam\n",
      "x".repeat(100),
    ]) {
      expect([timezone, accepts({ timezone })]).toEqual([timezone, false]);
    }
  });

  test("refuse unknown keys, other values and times that are none", () => {
    for (const input of [
      { colour: "red" },
      { theme: "pink" },
      { font_size: 100 },
      { send_with: "tab" },
      { quiet_hours: { from: "22:00" } },
      { quiet_hours: { start: "24:00" } },
      { quiet_hours: { start: "7:00" } },
      { locale: "fr" },
      { time_format: "24" },
      { push: "yes" },
      { email_address: "not a mail address" },
      { keyword_alerts: Array.from({ length: 51 }, () => "x") },
      { keyword_alerts: [" "] },
    ]) {
      expect([input, accepts(input)]).toEqual([input, false]);
    }
  });

  test("take a zone that is named as the one to tell times in, until the device's is asked for again", () => {
    const named = mergePreferences(defaultPreferences, { timezone: "Asia/Tokyo" });
    expect(named).toMatchObject({ timezone: "Asia/Tokyo", zone_from_device: false });
    expect(mergePreferences(named, { zone_from_device: true })).toMatchObject({ zone_from_device: true });
    expect(mergePreferences(named, { push: false })).toMatchObject({ zone_from_device: false });
  });

  test("give a browser what it acts by and nothing of mail or alerts", () => {
    const all = mergePreferences(defaultPreferences, { theme: "dark", email_address: "ana@example.org" });
    expect(screenOf(all)).toMatchObject({ theme: "dark", send_with: "enter", time_format: "24h" });
    expect(JSON.stringify(screenOf(all))).not.toMatch(/email|keyword|quiet/);
  });

  test("never have quiet hours on weekdays only and on weekends only, not even in two steps", () => {
    const weekdays = mergePreferences(defaultPreferences, { quiet_hours: { weekdays_only: true } });
    expect(() => mergePreferences(weekdays, { quiet_hours: { weekends_only: true } })).toThrow(/weekdays only/);
    const swapped = mergePreferences(weekdays, { quiet_hours: { weekdays_only: false, weekends_only: true } });
    expect(swapped.quiet_hours).toMatchObject({ weekdays_only: false, weekends_only: true });
  });
});
