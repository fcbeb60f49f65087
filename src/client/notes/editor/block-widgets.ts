import { type EditorView, WidgetType } from "@codemirror/view";
import { drawMath } from "#/client/notes/editor/draw-math.ts";
import { drawTable } from "#/client/notes/editor/draw-table.ts";
import { drawImage, element } from "#/client/notes/editor/inline-widgets.ts";
import { editorSettings } from "#/client/notes/editor/settings.ts";

export type BlockKind = "table" | "math" | "image" | "embed" | "todos";

const ends = new WeakMap<HTMLElement, () => void>();

/** A block as it reads. Pressing it puts the cursor into its source, which then stands below it. */
export class BlockBox extends WidgetType {
  readonly kind: BlockKind;
  readonly source: string;
  constructor(kind: BlockKind, source: string) {
    super();
    this.kind = kind;
    this.source = source;
  }
  override eq(other: BlockBox): boolean {
    return other.kind === this.kind && other.source === this.source;
  }
  override toDOM(view: EditorView): HTMLElement {
    const box = element("div", `nt-box nt-box-${this.kind}`);
    box.contentEditable = "false";
    ends.set(box, drawBlock(this.kind, this.source, { host: box, view }));
    return box;
  }
  override destroy(dom: HTMLElement): void {
    ends.get(dom)?.();
    ends.delete(dom);
  }
  /** Links, boxes and buttons inside are their own; elsewhere the press is the editor's. */
  override ignoreEvent(event: Event): boolean {
    return event.target instanceof Element && event.target.closest("a, button, input, select, [data-wiki]") !== null;
  }
}

function drawBlock(kind: BlockKind, source: string, to: { host: HTMLElement; view: EditorView }): () => void {
  const { host, view } = to;
  const settings = view.state.facet(editorSettings);
  const measure = () => view.requestMeasure();
  switch (kind) {
    case "table":
      host.append(drawTable(source));
      return nothing;
    case "math":
      host.textContent = source;
      void drawMath(source, { host, isDisplay: true }).then(measure);
      return nothing;
    case "image": {
      const [, alt = "", url = ""] = /!\[((?:[^\]\\]|\\.)*)\]\(\s*<?([^\s)>]*)/.exec(source) ?? [];
      host.append(drawImage(url, alt, measure));
      return nothing;
    }
    default: {
      const draw = kind === "embed" ? settings.drawEmbed : settings.drawTodos;
      if (!draw) return nothing;
      const end = draw(source, host);
      const watch = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(measure);
      watch?.observe(host);
      return () => {
        watch?.disconnect();
        end();
      };
    }
  }
}

const nothing = (): void => undefined;
