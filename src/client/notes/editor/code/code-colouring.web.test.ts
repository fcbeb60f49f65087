import { forceParsing } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { highlight } from "#/client/markdown/highlight.ts";
import { codeColouring, type Highlight } from "#/client/notes/editor/code/code-colouring.ts";
import { noteMarkdown } from "#/client/notes/editor/note-language.ts";
import { layoutShims } from "#/client/notes/editor/testing/layout-shims.ts";

beforeAll(layoutShims);
let view: EditorView | undefined;
afterEach(() => view?.destroy());

const now: Highlight = async (code, language) => highlight(code, language);

function open(doc: string, by: Highlight): EditorView {
  const state = EditorState.create({ doc, extensions: [noteMarkdown, codeColouring(by)] });
  view = new EditorView({ state, parent: document.body });
  forceParsing(view, doc.length, 5_000);
  return view;
}

const words = (name: string) =>
  [...view!.dom.querySelectorAll(`.nt-code-${name}`)].map(({ textContent }) => textContent);
const shown = (check: () => void) => vi.waitFor(check, { timeout: 15_000 });

test("code in a fence whose language is known has colours", async () => {
  open('words const\n\n```ts\nconst a = "b"; // c\n```\n', now);
  await shown(() => expect(words("keyword")).toEqual(["const"]));
  expect(words("string")).toEqual(['"b"']);
  expect(words("comment")).toEqual(["// c"]);
});

test("what a quote puts before the lines is no code", async () => {
  open("> ```js\n> /* one\n> two */\n> ```\n", now);
  await shown(() => expect(words("comment")).toEqual(["/* one", "two */"]));
});

test("while one types the colours stay, and they follow once typing rests", async () => {
  const asked: string[] = [];
  const it = open("```js\nconst a = 1\n```\n", async (code, language) => {
    asked.push(code);
    return now(code, language);
  });
  await shown(() => expect(words("keyword")).toEqual(["const"]));
  for (const letter of ";let b") it.dispatch({ changes: { from: it.state.doc.line(2).to, insert: letter } });
  expect(words("keyword")).toEqual(["const"]);
  await shown(() => expect(words("keyword")).toEqual(["const", "let"]));
  // Each state of the words between two rests at most, and not each letter.
  expect(asked.length).toBeLessThan(6);
});

test("without a language, with one that nobody knows, and where it is too long, nothing is asked", async () => {
  const by = vi.fn(now);
  open(
    `\`\`\`\nlet\n\`\`\`\n\n\`\`\`klingon\nlet\n\`\`\`\n\n\`\`\`js\n${"x".repeat(2_000)}\n\`\`\`\n\n\`\`\`js\nlet a\n\`\`\`\n`,
    by,
  );
  await shown(() => expect(words("keyword")).toEqual(["let"]));
  expect(by.mock.calls.map(([code]) => code)).toEqual(["let a"]);
});

test("code that keeps the highlighter busy is left plain, and after a few nothing more is asked", async () => {
  const by = vi.fn(async () => undefined);
  const it = open("```js\nlet a\n```\n", by);
  for (let turn = 1; turn <= 3; turn += 1) {
    await shown(() => expect(by).toHaveBeenCalledTimes(turn));
    it.dispatch({ changes: { from: it.state.doc.line(2).to, insert: "a" } });
  }
  vi.useFakeTimers();
  it.dispatch({ changes: { from: it.state.doc.line(2).to, insert: "a" } });
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  expect(by).toHaveBeenCalledTimes(3);
  expect(words("keyword")).toEqual([]);
});

test("an answer that comes when the editor is gone is let go", async () => {
  let answer: (tokens: undefined) => void = () => undefined;
  const by = vi.fn(
    () =>
      new Promise<undefined>((resolve) => {
        answer = resolve;
      }),
  );
  const it = open("```js\nlet a\n```\n", by);
  await shown(() => expect(by).toHaveBeenCalledOnce());
  it.destroy();
  answer(undefined);
  await Promise.resolve();
});
