import { type EditorView, WidgetType } from "@codemirror/view";
import { say } from "#/client/language/say.ts";
import { drawMath } from "#/client/notes/editor/draw-math.ts";
import { toggleTodo } from "#/client/notes/editor/todo-toggle.ts";
import tick from "#/client/ui/controls/tick-box.module.css";

/** In place of `-`, `*` and `+`. */
export class Bullet extends WidgetType {
  readonly depth: number;
  constructor(depth: number) {
    super();
    this.depth = depth;
  }
  override eq(other: Bullet): boolean {
    return other.depth === this.depth;
  }
  override toDOM(): HTMLElement {
    const bullet = element("span", "nt-marker nt-bullet");
    bullet.textContent = this.depth % 2 === 1 ? "•" : "◦";
    bullet.setAttribute("aria-hidden", "true");
    return bullet;
  }
}

/** In place of `- [ ]`: pressing it changes the text, and so the todo everywhere. */
export class Checkbox extends WidgetType {
  readonly done: boolean;
  readonly canWrite: boolean;
  readonly words: string;
  constructor(done: boolean, canWrite: boolean, words: string) {
    super();
    this.done = done;
    this.canWrite = canWrite;
    this.words = words
      .replace(/\s*\^todo-\w+\s*$/, "")
      .trim()
      .slice(0, 120);
  }
  override eq(other: Checkbox): boolean {
    return other.done === this.done && other.canWrite === this.canWrite && other.words === this.words;
  }
  override toDOM(view: EditorView): HTMLElement {
    const holder = element("span", "nt-marker");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = `${tick.box} ${tick.done} nt-checkbox`;
    box.checked = this.done;
    box.disabled = !this.canWrite;
    box.setAttribute("aria-label", this.words || say("Todo"));
    // The press must not put the caret into the marks.
    box.addEventListener("mousedown", (event) => event.preventDefault());
    box.addEventListener("click", (event) => {
      event.preventDefault();
      toggleAt(view, view.posAtDOM(holder));
    });
    holder.append(box);
    return holder;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

export function toggleAt(view: EditorView, position: number): void {
  if (view.state.readOnly) return;
  const line = view.state.doc.lineAt(position);
  const change = toggleTodo(line.text, line.from);
  if (change) view.dispatch({ changes: change, userEvent: "input.toggle" });
}

export class InlineMath extends WidgetType {
  readonly tex: string;
  readonly isDisplay: boolean;
  constructor(tex: string, isDisplay: boolean) {
    super();
    this.tex = tex;
    this.isDisplay = isDisplay;
  }
  override eq(other: InlineMath): boolean {
    return other.tex === this.tex && other.isDisplay === this.isDisplay;
  }
  override toDOM(view: EditorView): HTMLElement {
    const host = element("span", "nt-math-drawn");
    host.textContent = this.tex;
    void drawMath(this.tex, { host, isDisplay: this.isDisplay }).then(() => view.requestMeasure());
    return host;
  }
  override ignoreEvent(): boolean {
    return false;
  }
}

/** Pictures of this instance are shown; one from elsewhere would tell its server who reads, and is a link. */
export class ImageBox extends WidgetType {
  readonly url: string;
  readonly alt: string;
  constructor(url: string, alt: string) {
    super();
    this.url = url;
    this.alt = alt;
  }
  override eq(other: ImageBox): boolean {
    return other.url === this.url && other.alt === this.alt;
  }
  override toDOM(view: EditorView): HTMLElement {
    return drawImage(this.url, this.alt, () => view.requestMeasure());
  }
  override ignoreEvent(): boolean {
    return false;
  }
}

export function isOwnImage(url: string): boolean {
  return /^\/(?!\/)[^\s\\]*$/.test(url);
}

export function drawImage(url: string, alt: string, onLoad: () => void): HTMLElement {
  if (!isOwnImage(url)) {
    const chip = element("span", "nt-image-away");
    chip.textContent = alt || url;
    chip.title = url;
    return chip;
  }
  const image = document.createElement("img");
  image.className = "nt-image";
  image.alt = alt;
  image.src = url;
  image.loading = "lazy";
  image.addEventListener("load", onLoad);
  return image;
}

/** `![[target]]` in the middle of words. */
export class EmbedChip extends WidgetType {
  readonly target: string;
  constructor(target: string) {
    super();
    this.target = target;
  }
  override eq(other: EmbedChip): boolean {
    return other.target === this.target;
  }
  override toDOM(): HTMLElement {
    const chip = element("span", "nt-wiki nt-embed");
    chip.dataset.wiki = this.target;
    chip.textContent = this.target.slice(this.target.lastIndexOf("|") + 1);
    return chip;
  }
  override ignoreEvent(): boolean {
    return false;
  }
}

export function element(tag: "span" | "div", name: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}
