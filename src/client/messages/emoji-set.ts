import { emojiGroups, flagRegions } from "#/client/messages/emoji-data.ts";

export type Emoji = readonly [emoji: string, name: string];
export type EmojiGroup = { readonly name: string; readonly emoji: readonly Emoji[] };

const toneMark = /[\u{1f3fb}-\u{1f3ff}]/gu;

export const emojiByGroup: readonly EmojiGroup[] = [
  ...emojiGroups.map(([name, entries]) => ({ name, emoji: entries.split("|").map(entryOf) })),
  { name: "Flags", emoji: flagRegions.map(flagOf) },
];

const all = emojiByGroup.flatMap((group) => group.emoji);
const wholeNames = new Map(all.map((entry) => [bare(entry[0]), entry[1]]));

function entryOf(entry: string): Emoji {
  const space = entry.indexOf(" ");
  return [entry.slice(0, space), entry.slice(space + 1)];
}

function flagOf(region: string): Emoji {
  const flag = String.fromCodePoint(...[...region].map((letter) => 0x1f1e6 + letter.charCodeAt(0) - 65));
  return [
    flag,
    `${new Intl.DisplayNames("en", { type: "region" }).of(region) ?? region} flag ${region.toLowerCase()}`.toLowerCase(),
  ];
}

/** Emoji whose words begin with all that was typed; those whose name begins so come first. */
export function findEmoji(query: string): readonly Emoji[] {
  const wanted = query
    .toLowerCase()
    .split(/[\s_]+/)
    .filter(Boolean);
  const found = all.filter(([emoji, name]) =>
    wanted.every((part) => emoji === part || name.split(" ").some((word) => word.startsWith(part))),
  );
  const begins = ([, name]: Emoji) => Number(name.startsWith(wanted[0] ?? ""));
  return found.toSorted((a, b) => begins(b) - begins(a));
}

/** Those that are known by signs. */
const bySigns: Record<string, string> = { "+1": "👍", "-1": "👎" };

/** The emoji whose name begins with all words of a code such as `thumbs_up`, or that has it among its words. */
export function emojiOf(code: string): string | undefined {
  const wanted = code.toLowerCase().replaceAll("_", " ");
  const named = all.find(([, name]) => `${name} `.startsWith(`${wanted} `));
  return bySigns[wanted] ?? (named ?? all.find(([, name]) => name.split(" ").includes(wanted)))?.[0];
}

/** What an emoji is called, whatever its tone; the emoji itself where it is not known. */
export function emojiName(emoji: string): string {
  return wholeNames.get(bare(emoji)) ?? emoji;
}

/** `""` is the yellow that most begin with. */
export const tones = ["", "\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"] as const;
export type Tone = (typeof tones)[number];

/** The emoji in a tone of skin, where it has one. */
export function inTone(emoji: string, tone: Tone): string {
  if (tone === "") return emoji;
  const [first = "", ...rest] = emoji;
  if (!/^\p{Emoji_Modifier_Base}$/u.test(first)) return emoji;
  // The tone takes the place of the sign that asks for the coloured form.
  const toned = first + tone + rest.join("").replace(/^\ufe0f/u, "");
  return /^\p{RGI_Emoji}$/v.test(toned) ? toned : emoji;
}

function bare(emoji: string): string {
  return emoji.replace(toneMark, "").replaceAll("\ufe0f", "");
}
