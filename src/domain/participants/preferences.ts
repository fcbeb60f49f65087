import * as z from "zod/mini";
import { SwError } from "#/domain/errors.ts";
import { isZone } from "#/domain/participants/zones.ts";

const clock = z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "Write a time as 22:30."));

/** A name of the IANA zone database; offsets such as `+02:00` are none, since they know no summer time. */
const timezone = z
  .string()
  .check(
    z.maxLength(64),
    z.regex(/^[A-Za-z][A-Za-z0-9_+/-]*$/, "Name a time zone, such as Europe/Amsterdam."),
    z.refine(isZone, "This time zone is not known."),
  );

const quietHours = {
  enabled: z.boolean(),
  /** Local time of day in the person's zone; an `end` before `start` is on the next morning. */
  start: clock,
  end: clock,
  weekdays_only: z.boolean(),
  weekends_only: z.boolean(),
};
const keys = {
  locale: z.enum(["en", "nl", "de"]),
  timezone,
  time_format: z.enum(["12h", "24h"]),
  ai_response_mode: z.enum(["streaming", "conversational"]),
  ai_engagement_mode: z.enum(["always", "mention", "keyword", "autonomous"]),
  /** What notifies in rooms that have no choice of their own. */
  default_mode: z.enum(["all", "mentions", "none"]),
  keyword_alerts: z.array(z.string().check(z.trim(), z.minLength(1), z.maxLength(64))).check(z.maxLength(50)),
  /** When a message counts as read: on leaving the room, or as it is scrolled past. */
  read_marker_mode: z.enum(["leave", "scroll"]),
  /** Where a room with something unread is opened: where the unread begins, or at its end. */
  open_rooms_at: z.enum(["unread", "newest"]),
  push: z.boolean(),
  email: z.boolean(),
  /** Where notifications by mail go; null is the address of the account. */
  email_address: z.nullable(z.email().check(z.maxLength(320))),
  /** How things look; null leaves it to each device. */
  theme: z.nullable(z.enum(["system", "light", "dark"])),
  contrast: z.nullable(z.enum(["normal", "more"])),
  density: z.nullable(z.enum(["comfortable", "compact"])),
  /** Per cent of the browser's own size. */
  font_size: z.nullable(z.enum(["90", "100", "112", "125"])),
  /** Whether times are told in the zone of each device; else in `timezone`. Giving a `timezone` turns it off. */
  zone_from_device: z.boolean(),
  /** What sends while writing; the other one begins a new line. */
  send_with: z.enum(["enter", "ctrl_enter"]),
  /** Whether single letters are commands while nothing is being written. */
  single_keys: z.boolean(),
  /** Whether the first screens of a newcomer were seen or skipped. */
  welcomed: z.boolean(),
  /** Whether what AIs say is folded, and AIs are left out of lists. */
  hide_ai: z.boolean(),
  /** Whether what is new in the room that one looks at is said to a screen reader. */
  announce_messages: z.boolean(),
};

/** All of a person's choices, with the product's own where they made none. */
export const preferences = z.object({ ...keys, quiet_hours: z.object(quietHours) });
export type Preferences = z.infer<typeof preferences>;

/** A merge: what is left out stays, inside `quiet_hours` too. */
export const updatePreferencesInput = z.strictObject({
  ...z.partial(z.object(keys)).shape,
  quiet_hours: z.optional(z.partial(z.strictObject(quietHours))),
});
export type UpdatePreferencesInput = z.infer<typeof updatePreferencesInput>;

export const defaultPreferences: Preferences = {
  locale: "en",
  timezone: "UTC",
  time_format: "24h",
  ai_response_mode: "conversational",
  ai_engagement_mode: "always",
  default_mode: "mentions",
  quiet_hours: { enabled: false, start: "22:00", end: "07:00", weekdays_only: false, weekends_only: false },
  keyword_alerts: [],
  read_marker_mode: "leave",
  open_rooms_at: "unread",
  push: true,
  email: false,
  email_address: null,
  theme: null,
  contrast: null,
  density: null,
  font_size: null,
  zone_from_device: true,
  send_with: "enter",
  single_keys: false,
  welcomed: false,
  hide_ai: false,
  announce_messages: true,
};

/** The choices that a browser acts by, on each page and on all devices. */
export const screenPreferences = z.pick(preferences, {
  locale: true,
  timezone: true,
  zone_from_device: true,
  time_format: true,
  theme: true,
  contrast: true,
  density: true,
  font_size: true,
  send_with: true,
  single_keys: true,
  read_marker_mode: true,
  open_rooms_at: true,
  welcomed: true,
  hide_ai: true,
  announce_messages: true,
});
export type ScreenPreferences = z.infer<typeof screenPreferences>;

export function screenOf(all: Preferences): ScreenPreferences {
  return screenPreferences.parse(all);
}

/**
 * What is stored, as choices: the defaults lie under it, and a key that is unknown or no longer valid does not count, so
 * that a row written by an older or newer version can always be read.
 */
export function readPreferences(stored: Record<string, unknown>): Preferences {
  const merged: Record<string, unknown> = { ...defaultPreferences };
  for (const [key, schema] of Object.entries(preferences.shape)) {
    const given = stored[key];
    if (given === undefined) continue;
    const whole = key === "quiet_hours" ? { ...defaultPreferences.quiet_hours, ...(given as object) } : given;
    const parsed = z.safeParse(schema, whole);
    if (parsed.success) merged[key] = parsed.data;
  }
  return merged as Preferences;
}

/** The choices after an update. Throws SW_BAD_REQUEST when quiet hours would be on weekdays only and on weekends only. */
export function mergePreferences(before: Preferences, update: UpdatePreferencesInput): Preferences {
  const given = Object.fromEntries(Object.entries(update).filter(([, value]) => value !== undefined));
  const quiet_hours = { ...before.quiet_hours, ...(update.quiet_hours ?? {}) };
  if (quiet_hours.weekdays_only && quiet_hours.weekends_only) {
    throw new SwError("SW_BAD_REQUEST", "Quiet hours can't be on weekdays only and on weekends only.");
  }
  const zone =
    update.timezone !== undefined && update.zone_from_device === undefined ? { zone_from_device: false } : {};
  return preferences.parse({ ...before, ...given, ...zone, quiet_hours });
}
