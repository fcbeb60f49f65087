/** CodeMirror measures text; jsdom has no layout. Boxes without size are enough for it. */
export function layoutShims(): void {
  const box = { x: 0, y: 0, left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0, toJSON: () => ({}) };
  Range.prototype.getClientRects = () => Object.assign([], { item: () => null }) as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => box;
  document.elementFromPoint ??= () => null;
}
