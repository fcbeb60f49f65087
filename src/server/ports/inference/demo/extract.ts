import type { HeardMessage } from "#/domain/ai/transcript.ts";

/** Words that say nothing of what a text is about, in the three languages of the product. */
const small = new Set(
  `a an the and or but if of to in on at by for from with without as is are was were be been am do does did have has had i you he she it
  we they me him her us them my your our their this that these those there here not no yes so then than too very can could will would shall
  should may might must just about into over what who when where why how which all any some one let make please hi hello thanks thank ok
  de het een en van in op is dat die dit ik je jij hij zij we wij jullie ze niet met voor aan er maar om ook als dan bij nog wat wie waar
  der die das und oder ein eine einen ist sind ich du er sie es wir ihr nicht mit für auf zu im den dem von auch als wie was wer wo`.split(
    /\s+/,
  ),
);

export function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
}

function aboutWords(text: string): string[] {
  return wordsIn(text).filter((word) => word.length > 2 && !small.has(word));
}

const maxSentence = 240;

function sentencesIn(text: string): string[] {
  const lines = text.replace(/```[\s\S]*?```/g, " ").split(/\n+/);
  return lines
    .flatMap((line) => line.match(/[^.!?]+(?:[.!?]+(?=\s|$)|$)/g) ?? [])
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length > 3);
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Names of who spoke, in the order of their first words. */
export function speakers(said: readonly HeardMessage[]): Map<string, HeardMessage[]> {
  const by = new Map<string, HeardMessage[]>();
  for (const message of said) by.set(message.name, [...(by.get(message.name) ?? []), message]);
  return by;
}

/** The sentences that hold most of the words that come back, in the order in which they were said. */
export function extract(said: readonly HeardMessage[], most: number): { name: string; sentence: string }[] {
  const weight = new Map<string, number>();
  for (const { text } of said) {
    for (const word of new Set(aboutWords(text))) weight.set(word, (weight.get(word) ?? 0) + 1);
  }
  const sentences = said.flatMap(({ name, text }) =>
    sentencesIn(text).map((sentence) => {
      const words = aboutWords(sentence);
      const score = words.reduce((sum, word) => sum + weight.get(word)!, 0) / Math.sqrt(words.length + 2);
      return { name, sentence: sentence.slice(0, maxSentence), score };
    }),
  );
  const best = new Set(sentences.toSorted((a, b) => b.score - a.score).slice(0, most));
  return sentences.filter((entry) => best.has(entry));
}

/** Up to five words that come back most often, the first of them in capitals. */
export function titleOf(said: readonly HeardMessage[]): string {
  const weight = new Map<string, number>();
  for (const { text } of said) for (const word of aboutWords(text)) weight.set(word, (weight.get(word) ?? 0) + 1);
  const best = [...weight].toSorted(([, a], [, b]) => b - a).slice(0, 4);
  const title = best.map(([word]) => word).join(" ");
  return title === "" ? "Conversation" : title.charAt(0).toUpperCase() + title.slice(1);
}
