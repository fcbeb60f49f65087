import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** A link that reads as one is followed by a press; on the line of the cursor, where it is being written, with Cmd or Ctrl. */
export function followLinks(onWikiLink: (target: string, event: MouseEvent) => void): Extension {
  return EditorView.domEventHandlers({
    mousedown(event, view) {
      if (event.button !== 0 || !linkAt(event, view)) return false;
      // The press must not move the cursor there: the marks would come out under the pointer.
      event.preventDefault();
      return true;
    },
    click(event, view) {
      const link = linkAt(event, view);
      if (!link) return false;
      event.preventDefault();
      const { wiki, href } = link.dataset;
      if (wiki !== undefined) onWikiLink(wiki, event);
      else if (href !== undefined) follow(href, event);
      return true;
    },
  });
}

function linkAt(event: MouseEvent, view: EditorView): HTMLElement | null {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-href], [data-wiki]") : null;
  if (!link) return null;
  if (event.metaKey || event.ctrlKey || !view.hasFocus || !view.state.facet(EditorView.editable)) return link;
  const line = view.state.doc.lineAt(view.posAtDOM(link));
  const isWriting = view.state.selection.ranges.some((range) => range.from <= line.to && range.to >= line.from);
  return isWriting && !link.closest(".nt-box") ? null : link;
}

/** By a link of the page, so that the router takes what is ours and the browser what is not. */
function follow(href: string, event: MouseEvent): void {
  const link = document.createElement("a");
  link.href = href;
  if (!/^[/#]/.test(href) || event.metaKey || event.ctrlKey) {
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
  }
  document.body.append(link);
  link.click();
  link.remove();
}
