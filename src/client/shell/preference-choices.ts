import { say } from "#/client/language/say.ts";
import { shortcut } from "#/client/shell/device.ts";

/** What each preference can be, in the order in which it is offered. */

export const themes = () =>
  [
    { value: "system", label: say("As each device") },
    { value: "light", label: say("Light") },
    { value: "dark", label: say("Dark") },
  ] as const;

export const contrasts = () =>
  [
    { value: "normal", label: say("Normal") },
    { value: "more", label: say("High") },
  ] as const;

export const densities = () =>
  [
    { value: "comfortable", label: say("Comfortable") },
    { value: "compact", label: say("Compact") },
  ] as const;

export const sizes = () =>
  [
    { value: "90", label: say("Small, 90 %") },
    { value: "100", label: say("Normal") },
    { value: "112", label: say("Large, 112 %") },
    { value: "125", label: say("Largest, 125 %") },
  ] as const;

/** Each in itself, for those who read no other. */
export const languages = () =>
  [
    { value: "en", label: "English" },
    { value: "nl", label: "Nederlands" },
    { value: "de", label: "Deutsch" },
  ] as const;

export const hours = () =>
  [
    { value: "24h", label: "14:02" },
    { value: "12h", label: say("2:02 pm") },
  ] as const;

export const zones = () =>
  [
    { value: "device", label: say("As each device") },
    { value: "own", label: say("One for all devices") },
  ] as const;

export const landings = () =>
  [
    { value: "unread", label: say("The first unread message") },
    { value: "newest", label: say("The newest message") },
  ] as const;

export const readings = () =>
  [
    { value: "leave", label: say("When their end was reached") },
    { value: "scroll", label: say("As they are scrolled past") },
  ] as const;

export const senders = () =>
  [
    { value: "enter", label: "Enter" },
    { value: "ctrl_enter", label: shortcut("Enter") },
  ] as const;

export const onOff = () =>
  [
    { value: "off", label: say("Off") },
    { value: "on", label: say("On") },
  ] as const;
