import { installTopLayer } from "#/client/ui/overlays/jsdom-top-layer.ts";

/** What a composer asks of a browser and jsdom lacks, and nothing kept from the test before. */
export function installComposerDom(): void {
  installTopLayer();
  sessionStorage.clear();
  window.matchMedia ??= (() => ({ matches: false })) as unknown as typeof matchMedia;
  globalThis.CSS ??= { supports: () => true } as unknown as typeof CSS;
}
