/** Letters of other scripts, and digits, that pass for a Latin letter at a glance. */
const lookAlikes: Record<string, string> = {
  а: "a", е: "e", о: "o", р: "p", с: "c", у: "y", х: "x", і: "i", ј: "j", ѕ: "s", к: "k", м: "m", н: "h", т: "t", в: "b",
  α: "a", ο: "o", ρ: "p", ν: "v", ι: "i", κ: "k", τ: "t", υ: "u", ε: "e", η: "n",
  "0": "o", "1": "l", ı: "l", i: "l", "|": "l", "5": "s",
}; // biome-ignore format: one list

/** What is left of a name once everything that a reader skims over is the same: case, accents, spaces, look-alikes. */
export function nameSkeleton(name: string): string {
  const plain = name.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  return [...plain]
    .map((letter) => lookAlikes[letter] ?? letter)
    .join("")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** Whether an AI with these names would read as one of these people. */
export function posesAs(
  ai: { local_id: string; display_name: string },
  people: Iterable<{ local_id: string; display_name: string }>,
): boolean {
  const claimed = new Set([nameSkeleton(ai.local_id), nameSkeleton(ai.display_name)]);
  claimed.delete("");
  for (const person of people) {
    if (claimed.has(nameSkeleton(person.local_id)) || claimed.has(nameSkeleton(person.display_name))) return true;
  }
  return false;
}

/** Words that commands and mentions use themselves: `/mode chat` must not be able to mean an AI called chat. */
export const reservedLocalIds: ReadonlySet<string> = new Set([
  "all", "everyone", "room", "here", "channel", "chat", "continuous", "conversational", "streaming", "always", "mention",
  "keyword", "autonomous", "system", "scaiwave",
]); // biome-ignore format: one list
