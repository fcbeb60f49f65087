import type { Navigator } from "@solidjs/router";
import type { Layers } from "#/client/shell/layers.tsx";

/** Keys of people who know them: fetched with the first press of Ctrl, Cmd, Alt or a single key. */
export type MoreKey =
  | "back"
  | "forward"
  | "mentions"
  | "write"
  | "preferences"
  | "react"
  | "wide"
  | "mark-read"
  | "reply";

export function actOnMore(key: MoreKey, { layers, navigate }: { layers: Layers; navigate: Navigator }): void {
  switch (key) {
    case "back":
      window.history.back();
      return;
    case "forward":
      window.history.forward();
      return;
    case "mentions":
      layers.open({ is: "mentions" });
      return;
    case "write":
      document.querySelector<HTMLElement>("#main textarea")?.focus({ preventScroll: true });
      return;
    case "preferences":
      navigate("/you/preferences");
      return;
    case "react":
      toNewest("+");
      return;
    case "reply":
      toNewest("r");
      return;
    case "wide":
      document.getElementById("panel")?.toggleAttribute("data-wide");
      return;
    case "mark-read":
      layers.open({ is: "mark-read" });
  }
}

/** The message's own key does it: of the one that has the focus, else of the newest of the place that one is in. */
function toNewest(key: string): void {
  const here = document.activeElement;
  const place = here?.closest("aside") ?? document.getElementById("main");
  const article =
    here?.closest<HTMLElement>("article") ?? [...(place?.querySelectorAll<HTMLElement>("article") ?? [])].at(-1);
  if (!article) return;
  article.focus({ preventScroll: true });
  article.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}
