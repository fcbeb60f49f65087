import type { Completion } from "@codemirror/autocomplete";
import { startCompletion } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { say } from "#/client/language/say.ts";

/** `insert` with `|` where the caret goes; `again` opens the list of what was inserted. */
type Choice = {
  readonly label: string;
  readonly words: string;
  readonly glyph: string;
  readonly insert: string;
  readonly again?: true;
};

function choices(): readonly Choice[] {
  const today = localDate(new Date());
  return [
    { label: say("Heading 1"), words: "h1 title", glyph: "H1", insert: "# |" },
    { label: say("Heading 2"), words: "h2", glyph: "H2", insert: "## |" },
    { label: say("Heading 3"), words: "h3", glyph: "H3", insert: "### |" },
    { label: say("Todo"), words: "task checkbox", glyph: "☐", insert: "- [ ] |" },
    { label: say("Todo for today"), words: "due date", glyph: "☐", insert: `- [ ] | 📅 ${today}` },
    { label: say("List"), words: "bullets ul", glyph: "•", insert: "- |" },
    { label: say("Numbered list"), words: "ol", glyph: "1.", insert: "1. |" },
    { label: say("Quote"), words: "blockquote", glyph: "❝", insert: "> |" },
    { label: say("Callout"), words: "note info warning tip", glyph: "!", insert: "> [!note]\n> |" },
    { label: say("Block of code"), words: "fence", glyph: "</>", insert: "```|\n\n```" },
    {
      label: say("Table"),
      words: "grid",
      glyph: "⊞",
      insert: "| | | |\n| --- | --- | --- |\n| | | |\n".replace("| |", "| \u0000|"),
    },
    { label: say("Formula"), words: "math tex katex", glyph: "∑", insert: "$$\n|\n$$" },
    { label: say("Line"), words: "rule divider hr", glyph: "—", insert: "---\n|" },
    { label: say("Link to a note"), words: "wiki", glyph: "[[", insert: "[[|", again: true },
    { label: say("Show another note here"), words: "embed", glyph: "![[", insert: "![[|", again: true },
    {
      label: say("List of todos"),
      words: "query tasks",
      glyph: "☑",
      insert: "```todos\nstatus: open\ndue: this_week\n|```",
    },
    { label: say("Today's date"), words: "now day", glyph: "📅", insert: `${today}|` },
  ];
}

/** What a `/` at the beginning of a line offers for `query`, by the words of the language and some English ones. */
export function slashOffers(query: string): Completion[] {
  const wanted = query.trim().toLowerCase();
  return choices()
    .filter(({ label, words }) => {
      const all = `${label.toLowerCase()} ${words}`;
      return (
        all.split(" ").some((word) => word.startsWith(wanted)) || all.includes(` ${wanted}`) || all.startsWith(wanted)
      );
    })
    .map((choice) => ({ label: choice.label, glyph: choice.glyph, apply: applied(choice) }) as Completion);
}

/** The text without its sign for the caret, and where that was. */
export function withCaret(insert: string): { text: string; caret: number } {
  const sign = insert.includes("\u0000") ? "\u0000" : "|";
  const at = insert.indexOf(sign);
  return at < 0
    ? { text: insert, caret: insert.length }
    : { text: insert.slice(0, at) + insert.slice(at + 1), caret: at };
}

function applied(choice: Choice) {
  return (view: EditorView, _completion: Completion, from: number, to: number): void => {
    const { text, caret } = withCaret(choice.insert);
    view.dispatch({
      changes: { from, to, insert: text },
      selection: { anchor: from + caret },
      userEvent: "input.complete",
      scrollIntoView: true,
    });
    if (choice.again) startCompletion(view);
  };
}

function localDate(day: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
