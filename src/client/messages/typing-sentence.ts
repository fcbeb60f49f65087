import { say } from "#/client/language/say.ts";
/** The line under the composer: who types, at most two by name. Null when nobody does. */
export function typingSentence(names: readonly string[]): string | null {
  const [first, second] = names;
  if (first === undefined) return null;
  if (second === undefined) return say("{first} is typing", { first });
  return names.length === 2
    ? say("{first} and {second} are typing", { first, second })
    : say("Several people are typing");
}
