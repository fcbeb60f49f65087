import { extract } from "#/server/ports/inference/demo/extract.ts";
import type { Heard } from "#/server/ports/inference/demo/heard.ts";

/** What the demo model makes of a note, by rules: it knows what is asked by the first words of the request. */
export function noteAnswer({ note, titles, asked }: Heard): string {
  const request = asked.slice(asked.lastIndexOf("</note>"));
  if (/\bRewrite the note above\b/.test(request)) return rewrite(note, request);
  if (/\bFind what the note above says is to be done\b/.test(request)) return todosOf(note);
  if (/\bChoose from the titles above\b/.test(request)) return linksOf(note, titles);
  return extract([{ handle: "note", name: "", ai: false, at: "", text: note }], 4)
    .map(({ sentence }) => `- ${sentence}`)
    .join("\n");
}

const replaces =
  /\breplace (?<find>"[^"\n]{1,200}"|[^\n]{1,200}?) (?:with|by) (?<put>"[^"\n]{1,200}"|[^\n]{1,200}?)[.!]?$/im;
const filler = /\b(?:very|really|just|basically|actually|simply)[^\S\n]+/gi;

/** Words that say nothing go, sentences begin with a capital; or what was asked for is replaced. */
function rewrite(note: string, request: string): string {
  const { find, put } = replaces.exec(request)?.groups ?? {};
  if (find !== undefined && put !== undefined) return note.replaceAll(unquoted(find), unquoted(put));
  let inCode = false;
  return note
    .split("\n")
    .map((line) => {
      if (/^\s*(?:```|~~~)/.test(line)) inCode = !inCode;
      if (inCode) return line;
      return line
        .replace(filler, "")
        .replace(/(\S)[^\S\n]{2,}(?=\S)/g, "$1 ")
        .replace(/(^|[.!?] )(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
    })
    .join("\n");
}

const unquoted = (text: string): string => text.replace(/^"(.*)"$/, "$1");
const isTask =
  /\b(?:needs? to|has to|have to|must|should|will|to do|todo|let's|we'll|don't forget|moet(?:en)?|zal|muss|müssen|soll(?:en)?|wird)\b/i;

function todosOf(note: string): string {
  const sentences = note
    .split("\n")
    .filter((line) => !/^\s*(?:[-*+] \[[ xX]\]|#|```)/.test(line))
    .flatMap((line) => line.replace(/^\s*[-*+>]\s+/, "").match(/[^.!?]+[.!?]*/g) ?? []);
  const tasks = sentences.map((each) => each.trim().replace(/[.!]+$/, "")).filter((each) => isTask.test(each));
  return tasks.length === 0 ? "none" : tasks.map((each) => `- [ ] ${each}`).join("\n");
}

function linksOf(note: string, titles: string): string {
  const text = note.toLowerCase();
  const named = titles.split("\n").filter((title) => title !== "" && text.includes(title.toLowerCase()));
  return named.length === 0 ? "none" : named.map((title) => `- [[${title}]]: it is named here`).join("\n");
}
