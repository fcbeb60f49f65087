import type { HeardMessage } from "#/domain/ai/transcript.ts";
import { counted, extract, speakers, titleOf, wordsIn } from "#/server/ports/inference/demo/extract.ts";
import { type Heard, heardIn, me } from "#/server/ports/inference/demo/heard.ts";
import { noteAnswer } from "#/server/ports/inference/demo/note.ts";
import { missingTool, wishes } from "#/server/ports/inference/demo/tools.ts";
import type { ChatRequest, ModelTool, ModelToolCall } from "#/server/ports/inference/port.ts";

export type DemoAnswer = { readonly text: string; readonly calls: readonly ModelToolCall[] };

const selfDescription =
  "I am the demo model that comes with ScaiWave: a program of fixed rules in this server, not a language model. I know nothing beyond this conversation. An admin can connect a real model under Admin → AI.";

/** What the demo model says to a prompt: the same to the same prompt, from nothing but its words. */
export function demoAnswer(request: ChatRequest): DemoAnswer {
  const heard = heardIn(request);
  if (heard.results.length > 0) return { text: afterTools(heard), calls: [] };
  if (heard.note !== "") return { text: noteAnswer(heard), calls: [] };
  const wanted = wishes(heard.asked, request.tools);
  if (wanted.length > 0) {
    const step = request.messages.length;
    const calls = wanted.map(({ tool, args }, index) => ({
      id: `demo_${step}_${index}`,
      name: tool,
      arguments: JSON.stringify(args),
    }));
    return { text: "", calls };
  }
  return { text: plainAnswer(heard, request.tools), calls: [] };
}

type Rule = readonly [
  pattern: RegExp,
  answer: (heard: Heard, match: RegExpExecArray, tools: readonly ModelTool[]) => string,
];

const rules: readonly Rule[] = [
  [/^Summarise the conversation above for the next answers/, (heard) => summaryOf(heard, 8)],
  [/^Tell someone who was away what they missed/, (heard) => summaryOf(heard, 5)],
  [/^Write the conversation above up as a note/, (heard) => `# ${titleOf(heard.before)}\n\n${summaryOf(heard, 12)}`],
  [/^Give this conversation a title/, ({ before }) => titleOf(before)],
  [/^(?:please )?(?:say|repeat)(?: after me)?:\s*(?<text>[\s\S]+)$/i, (_heard, { groups }) => groups!.text!],
  [/\b(?:say nothing|stay silent|be quiet|zwijg|schweig)\b/i, () => "[[silent]]"],
  [
    /\b(?:count|tel|zähle?) (?:up )?(?:from 1 )?(?:to|tot|bis) (?<end>\d{1,4})\b/i,
    (_heard, { groups }) => numbersTo(Number(groups!.end)),
  ],
  [
    /\b(?:summar(?:y|ise|ize)|sum up|recap|tl;?dr|samenvatt|vat .*samen|zusammenfass|fass .*zusammen)/i,
    (heard) => summaryOf(heard, 4),
  ],
  [
    /\bhow many (?<what>messages|words)\b|\bwho (?:wrote|said) (?:the )?most\b|\bhoeveel berichten\b|\bwie viele nachrichten\b/i,
    countsOf,
  ],
  [
    /\bwho (?:said|wrote|mentioned|talked about)\s+(?<what>[^\n?]{2,200})/i,
    ({ before }, { groups }) => whoSaid(before, groups!.what!),
  ],
  [
    /\bwhat (?:did|does|has) (?<who>@?[\p{L}\p{N}_.-]{2,60})(?: \p{L}+)? (?:say|said|write|want|wrote)/iu,
    ({ before }, { groups }) => saidBy(before, groups!.who!),
  ],
  [
    /\bwhat do you remember\b|\bwat weet je nog\b|\bwas weißt du noch\b/i,
    ({ memory }) =>
      memory === "" ? "Nothing has been noted down for me here." : `This has been noted down:\n\n${memory}`,
  ],
  [
    /\b(?:who|what) are you\b|\byour name\b|\bwie ben (?:je|jij)\b|\bwer bist du\b|\bwhich model\b|\bare you (?:an? )?(?:ai|bot|human|robot)\b/i,
    () => selfDescription,
  ],
  [
    /\bwhat can you do\b|^help\b|\bhow do you work\b|\bwat kun je\b|\bwas kannst du\b/i,
    (_heard, _match, tools) => abilities(tools),
  ],
  [/\b(?:show|example of|write)\b.*\b(?:code|markdown|math|formula)\b/i, () => sample],
  [
    /\b(?:say hi|say hello|talk|greet|speak) to (?<who>@[\p{L}\p{N}_.-]{2,60})/iu,
    (_heard, { groups }) => `Hello ${groups!.who!.replace(/[.]+$/, "")}, you were asked for here. What do you say?`,
  ],
  [
    /^(?:hi|hello|hey|good (?:morning|afternoon|evening)|hallo|hoi|goede(?:morgen|middag|navond)|guten (?:morgen|tag|abend))\b/i,
    ({ asker }) => `Hello${asker ? ` ${asker}` : ""}. ${selfDescription}`,
  ],
];

/** What is asked stands at the front; further on, patterns would only cost time. */
const maxAsked = 4_000;

function plainAnswer(heard: Heard, tools: readonly ModelTool[]): string {
  for (const [pattern, answer] of rules) {
    const match = pattern.exec(heard.asked.slice(0, maxAsked));
    if (match) return answer(heard, match, tools);
  }
  const missing = missingTool(heard.asked, tools);
  if (missing) return `For that I would need the tool \`${missing}\`, which I don't have here.`;
  const words = wordsIn(heard.asked).length;
  const earlier = heard.before.filter(({ handle }) => handle !== me).length;
  const quoted = heard.asked.replace(/\s+/g, " ").slice(0, 120);
  return [
    `I read ${heard.asker ? `${heard.asker}'s message` : "your message"} of ${counted(words, "word")}: “${quoted}${heard.asked.length > 120 ? "…" : ""}”.`,
    `Before it I was told ${counted(earlier, "message")}.`,
    "I am the demo model and know nothing that was not said here, so I can't answer this. Ask me what I can do.",
  ].join(" ");
}

const maxResult = 3_000;

function afterTools({ results }: Heard): string {
  if (results.every(({ tool }) => tool === "calculator")) {
    return results
      .map(({ result }) =>
        failed(result) ? `That could not be calculated: ${firstLine(result)}` : `**${result.trim()}**`,
      )
      .join("\n\n");
  }
  return results
    .map(({ tool, result }) => {
      if (failed(result)) return `\`${tool}\` did not work: ${firstLine(result)}`;
      if (result.trim() === "") return `\`${tool}\` found nothing.`;
      return `\`${tool}\` answered:\n\n${result.trim().slice(0, maxResult).toWellFormed()}`;
    })
    .join("\n\n");
}

function failed(result: string): boolean {
  return result.includes("Fallback suggestions");
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

function summaryOf({ before, summary }: Heard, most: number): string {
  const said = before.filter(({ handle }) => handle !== me);
  if (said.length === 0 && summary === "") return "Nothing has been said yet that I could sum up.";
  const names = [...speakers(said).keys()];
  const head = `${counted(said.length, "message")} by ${listed(names)}, the sentences that hold most of their words:`;
  const lines = extract(said, most).map(({ name, sentence }) => `- **${name}**: ${sentence}`);
  const earlier = summary === "" ? [] : ["Earlier:", summary, ""];
  return [...earlier, ...(said.length > 0 ? [head, "", ...lines] : [])].join("\n");
}

function countsOf({ before }: Heard, match: RegExpExecArray): string {
  const words = match.groups?.what === "words";
  const by = [...speakers(before.filter(({ handle }) => handle !== me))].map(([name, messages]) => ({
    name,
    messages: messages.length,
    words: messages.reduce((sum, { text }) => sum + wordsIn(text).length, 0),
  }));
  if (by.length === 0) return "Nothing has been said before your question.";
  const total = by.reduce((sum, entry) => sum + (words ? entry.words : entry.messages), 0);
  const rows = by
    .toSorted((a, b) => b.messages - a.messages)
    .map(({ name, messages, words: count }) => `| ${name} | ${messages} | ${count} |`);
  const what = words ? counted(total, "word") : counted(total, "message");
  return [
    `Of what I was told there are ${what} before your question.`,
    "",
    "| Who | Messages | Words |",
    "|---|---|---|",
    ...rows,
  ].join("\n");
}

function whoSaid(before: readonly HeardMessage[], asked: string): string {
  const wanted = asked
    .replace(/^(?:that|about|something about)\s+/i, "")
    .replace(/["“”?.!]/g, "")
    .trim()
    .toLowerCase();
  const found = before.filter(({ handle, text }) => handle !== me && text.toLowerCase().includes(wanted));
  if (found.length === 0) return `In what I was told nobody said “${wanted}”.`;
  return found
    .slice(-5)
    .map((message) => `- **${message.name}** (${message.at} UTC): ${shortened(message.text)}`)
    .join("\n");
}

function saidBy(before: readonly HeardMessage[], who: string): string {
  const wanted = who.replace(/^@/, "").toLowerCase();
  const found = before.filter(
    ({ handle, name }) =>
      handle.toLowerCase() === wanted ||
      name.toLowerCase().split(" ").includes(wanted) ||
      name.toLowerCase() === wanted,
  );
  if (found.length === 0) return `In what I was told nobody called ${who} said anything.`;
  return found
    .slice(-5)
    .map(({ at, text }) => `- ${at} UTC: ${shortened(text)}`)
    .join("\n");
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 200 ? `${line.slice(0, 200).toWellFormed()}…` : line;
}

function abilities(tools: readonly ModelTool[]): string {
  return [
    selfDescription,
    "",
    "From what was said here I can:",
    "- sum it up, count messages and words, tell who said something and what somebody said",
    "- count to a number, say what you ask me to say, or show code and formulas",
    ...(tools.length > 0
      ? [`- call tools when you ask for it: ${tools.map(({ name }) => `\`${name}\``).join(", ")}`]
      : []),
  ].join("\n");
}

function numbersTo(end: number): string {
  return Array.from({ length: Math.min(end, 2_000) }, (_, index) => index + 1).join(end > 30 ? " " : "\n");
}

function listed(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "nobody");
}

const sample = [
  "Code, as it streams:",
  "",
  "```ts",
  "function greet(name: string): string {",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the code that is shown has it
  "  return `Hello ${name}`;",
  "}",
  "```",
  "",
  "A formula: $a^2 + b^2 = c^2$, and a list:",
  "",
  "1. one",
  "2. **two**",
].join("\n");
