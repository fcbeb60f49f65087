import { afterEach, expect, test } from "vitest";
import { english, locale, number, say, sayCount, speak } from "#/client/language/say.ts";
import { sayParts } from "#/client/language/say-parts.ts";

const sentences = {
  "{who} left": "{who} ist gegangen",
  "{count} reply": "{count} Antwort",
  "{count} replies": "{count} Antworten",
  "Join {room} now": "Jetzt {room} beitreten",
};
const inGerman = () => speak({ language: "de", sentences });

afterEach(() => speak(english));

test("English is the key itself, and a sentence without a translation stays English", () => {
  expect(say("{who} left", { who: "Ana" })).toBe("Ana left");
  inGerman();
  expect(say("{who} left", { who: "Ana" })).toBe("Ana ist gegangen");
  expect(say("Nobody said this yet")).toBe("Nobody said this yet");
});

test("a value is put in as it is: no pattern of replacing, no hole and no name of another value is read in it", () => {
  expect(say("{who} left", { who: "$& {who} {room} $1" })).toBe("$& {who} {room} $1 left");
});

test("one thing is told from every other number of things, which is written as the language writes it", () => {
  expect([0, 1, 2, 1240].map((count) => sayCount(count, "{count} reply", "{count} replies"))).toEqual([
    "0 replies",
    "1 reply",
    "2 replies",
    "1,240 replies",
  ]);
  inGerman();
  expect([1, 1240].map((count) => sayCount(count, "{count} reply", "{count} replies"))).toEqual([
    "1 Antwort",
    "1.240 Antworten",
  ]);
  expect([locale(), number(1e6)]).toEqual(["de-DE", "1.000.000"]);
});

test("elements stand where the language puts them, and words beside each other are one piece", () => {
  const element = {} as Element;
  expect(sayParts("Join {room} now", { room: element })).toEqual(["Join ", element, " now"]);
  inGerman();
  expect(sayParts("Join {room} now", { room: element })).toEqual(["Jetzt ", element, " beitreten"]);
  expect(sayParts("Join {room} now", { room: "lab" })).toEqual(["Jetzt lab beitreten"]);
  expect(sayParts("{room}", { room: undefined })).toEqual([]);
});
