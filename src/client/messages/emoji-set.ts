/** The emoji offered for reactions until the whole set comes: emoji, then the words it is found by. */
export const emojiSet: readonly (readonly [emoji: string, name: string])[] = [
  ["👍", "thumbs up yes agree like"],
  ["👎", "thumbs down no disagree"],
  ["❤️", "heart love"],
  ["🎉", "party celebrate tada"],
  ["😄", "smile happy"],
  ["😂", "laugh tears joy"],
  ["🙂", "slight smile"],
  ["😉", "wink"],
  ["😍", "heart eyes love"],
  ["🤔", "thinking hmm"],
  ["😮", "surprised wow"],
  ["😢", "sad cry"],
  ["😅", "sweat relief"],
  ["😬", "grimace awkward"],
  ["😴", "sleep tired"],
  ["🤯", "mind blown"],
  ["🙏", "thanks please hope"],
  ["👏", "clap applause"],
  ["🙌", "raised hands hooray"],
  ["💪", "strong muscle"],
  ["👋", "wave hello bye"],
  ["🤝", "handshake deal"],
  ["👀", "eyes looking"],
  ["✅", "done check yes"],
  ["❌", "cross no wrong"],
  ["❓", "question"],
  ["❗", "important exclamation"],
  ["💯", "hundred perfect"],
  ["🔥", "fire hot"],
  ["🚀", "rocket ship launch"],
  ["✨", "sparkles new shiny"],
  ["💡", "idea light bulb"],
  ["🐛", "bug insect"],
  ["🔧", "fix wrench tool"],
  ["📌", "pin"],
  ["📝", "note write memo"],
  ["⏳", "wait hourglass later"],
  ["☕", "coffee tea break"],
  ["🎯", "target goal"],
  ["🐧", "penguin"],
];

/** Emoji whose words begin with all that was typed. */
export function findEmoji(query: string): readonly (readonly [emoji: string, name: string])[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return emojiSet.filter(([emoji, name]) =>
    wanted.every((part) => emoji === part || name.split(" ").some((word) => word.startsWith(part))),
  );
}
