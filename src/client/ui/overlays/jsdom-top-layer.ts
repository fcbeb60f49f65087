/**
 * For tests only: jsdom knows neither modal dialogs nor popovers. This marks them open and closed, no more; focus inside
 * a modal, inertness and the top layer itself are the browser journeys' to prove.
 */
export function installTopLayer(): void {
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.setAttribute("open", "");
  };
  HTMLDialogElement.prototype.close = function close() {
    this.removeAttribute("open");
  };
  HTMLElement.prototype.showPopover = function showPopover() {
    this.style.display = "block";
  };
  HTMLElement.prototype.hidePopover = function hidePopover() {
    this.style.display = "none";
  };
  window.matchMedia = (query) => new QuietMedia(query);
  globalThis.ResizeObserver ??= QuietObserver;
}

/** Matches nothing: a desktop with a mouse and no preferences. */
class QuietMedia extends EventTarget implements MediaQueryList {
  readonly matches = false;
  readonly media: string;
  onchange = null;
  constructor(media: string) {
    super();
    this.media = media;
  }
  addListener(): void {}
  removeListener(): void {}
}

/** Sees no change of size: jsdom lays nothing out. */
class QuietObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
