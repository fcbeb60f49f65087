import type { ModelTool } from "#/server/ports/inference/port.ts";

export type Wish = { readonly tool: string; readonly args: Readonly<Record<string, unknown>> };

/** Longer questions are not looked through for what they want done. */
const maxAsked = 4_000;
/** Words to be said back are not orders. */
const isQuote = /^(?:please )?(?:say|repeat)(?: after me)?:/i;
/** Runs of what sums are made of; which of them are sums is seen afterwards. */
const runs = /[\d().,+\-*/×÷^%x\s]+/gi;
const isSum = /\d\s*\)*\s*[-+*/×÷^%x]\s*[-+(]*\s*[\d.]/i;
const isDate = /\d{4}-\d{1,2}-\d{1,2}/;
const asksForNumber =
  /\b(?:what(?:'s| is| are)|calculate|compute|how much|hoeveel|bereken|wieviel|wie viel|berechne)\b|=\s*\?|^[-+*/×÷^%().,\dx\s]+[=?]*$/i;

const words = (most: number) => String.raw`"[^"\n]{1,${most}}"|“[^”\n]{1,${most}}”|[^\n]{1,${most}}?`;
const noteName = String.raw`\[\[[^\]\n]{1,255}\]\]|"[^"\n]{1,255}"|“[^”\n]{1,255}”|[^\n.?!]{1,255}`;
const until = String.raw`(?=$|[\n])`;
const patterns: readonly { tool: string; pattern: RegExp; args: (match: RegExpExecArray) => Wish["args"] }[] = [
  {
    tool: "post_message",
    pattern: new RegExp(
      String.raw`\b(?:post|send|write|say)\s+(?:in|to|into)\s+#?(?<room>"[^"\n]{1,100}"|“[^”\n]{1,100}”|[\w-]{1,100})\s*:\s*(?<text>[^\n]{1,2000})${until}`,
      "i",
    ),
    args: ({ groups }) => ({ room: unquoted(groups!.room!), text: unquoted(groups!.text!) }),
  },
  {
    tool: "post_message",
    pattern:
      /\b(?:post|send|write|say)\s+(?<text>"[^"\n]{1,2000}"|“[^”\n]{1,2000}”)\s+(?:in|to|into)\s+(?:the room\s+)?#?(?<room>"[^"\n]{1,100}"|“[^”\n]{1,100}”|[\w-]{1,100})/i,
    args: ({ groups }) => ({ room: unquoted(groups!.room!), text: unquoted(groups!.text!) }),
  },
  {
    tool: "remind_me",
    pattern:
      /\bremind (?:me|us) (?:(?:to|that|of|about) (?<before>[^\n]{1,500}?) )?in (?<count>\d{1,4}|an?|half an) (?<unit>minute|hour|day|week)s?(?:,? (?:to|that|of|about) (?<after>[^\n]{1,500}))?/i,
    args: ({ groups }) => ({
      text: (groups!.before ?? groups!.after ?? "what you asked for").replace(/[.!]+$/, ""),
      in_minutes: minutesOf(groups!.count!, groups!.unit!),
    }),
  },
  {
    tool: "suggest_edit",
    pattern: new RegExp(
      String.raw`\bsuggest\b:?\s+(?:to\s+)?(?:replace|replacing)\s+(?<find>${words(200)})\s+(?:with|by)\s+(?<replace>${words(500)})\s+in\s+(?<note>${noteName})`,
      "i",
    ),
    args: ({ groups }) => ({
      note: unquoted(groups!.note!),
      find: unquoted(groups!.find!),
      replace: unquoted(groups!.replace!),
    }),
  },
  {
    tool: "suggest_edit",
    pattern: new RegExp(
      String.raw`\bsuggest\b:?\s+(?:to\s+)?(?:add|adding)\s+(?<append>${words(500)})\s+to\s+(?<note>${noteName})`,
      "i",
    ),
    args: ({ groups }) => ({ note: unquoted(groups!.note!), append: `${unquoted(groups!.append!)}\n` }),
  },
  {
    tool: "remember",
    pattern: /\b(?:remember|note down|keep in mind)(?: that|:)? (?<text>[^\n]{2,1000})/i,
    args: ({ groups }) => ({ text: groups!.text!.trim() }),
  },
  {
    tool: "web_fetch",
    pattern: /\b(?:fetch|open|read|look at)\s+<?(?<url>https?:\/\/[^\s<>]{3,2000})/i,
    args: ({ groups }) => ({ url: groups!.url!.replace(/[.,;:!?)]+$/, "") }),
  },
  {
    tool: "search_messages",
    pattern:
      /^(?:please\s+|can you\s+|could you\s+)?(?:search|find|look up|look for)(?:\s+(?:for|up|messages (?:about|with)))?\s+(?<query>"[^"\n]{1,100}"|“[^”\n]{1,100}”|[^\n.?!]{2,100})/i,
    args: ({ groups }) => ({ query: unquoted(groups!.query!) }),
  },
  { tool: "list_reminders", pattern: /\b(?:list|show|which|what)\b[^\n]{0,20}\breminders\b/i, args: () => ({}) },
  { tool: "room_facts", pattern: /\b(?:who is (?:here|in (?:this|the) room)|room facts)\b/i, args: () => ({}) },
];

const most = 8;

/** The calls that a text asks for, of the tools that are there. A text asks for sums, or for one other thing. */
export function wishes(text: string, tools: readonly ModelTool[]): Wish[] {
  const asked = text.slice(0, maxAsked);
  if (isQuote.test(asked)) return [];
  const has = (name: string) => tools.some((tool) => tool.name === name);
  for (const { tool, pattern, args } of patterns) {
    const match = has(tool) ? pattern.exec(asked) : null;
    if (match) return [{ tool, args: args(match) }];
  }
  if (!has("calculator") || !asksForNumber.test(asked)) return [];
  const found = [...asked.matchAll(runs)].flatMap(([run]) => run.split(/,\s|[\n=]/));
  const sums = found.map(tidied).filter((sum) => isSum.test(sum) && !isDate.test(sum));
  return [...new Set(sums)].slice(0, most).map((expression) => ({ tool: "calculator", args: { expression } }));
}

/** What the patterns would have wanted of a tool that is not there. */
export function missingTool(text: string, tools: readonly ModelTool[]): string | null {
  const found = patterns.find(
    ({ tool, pattern }) => !tools.some(({ name }) => name === tool) && pattern.test(text.slice(0, maxAsked)),
  );
  return found && found.tool !== "search_messages" ? found.tool : null;
}

function tidied(sum: string): string {
  return sum.trim().replace(/^[.,)*/×÷^%x\s]+|[.,(*/×÷^%x\s+-]+$/gi, "");
}

function minutesOf(count: string, unit: string): number {
  const each = { minute: 1, hour: 60, day: 1_440, week: 10_080 }[unit.toLowerCase()] ?? 1;
  const number = /^half/i.test(count) ? 0.5 : /^an?$/i.test(count) ? 1 : Number(count);
  return Math.max(1, Math.min(527_040, Math.round(number * each)));
}

function unquoted(text: string): string {
  return text
    .trim()
    .replace(/^["“](.*)["”]$/, "$1")
    .trim();
}
