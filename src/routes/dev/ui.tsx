import { createAsync } from "@solidjs/router";
import { Show } from "solid-js";
import { Gallery } from "#/client/ui/gallery/gallery.tsx";
import { showsGallery } from "#/client/ui/gallery/shows-gallery.ts";
import { loadSignIn } from "#/load.ts";
import Missing from "../[...missing].tsx";

/** Every part of the design system, for those who build it: in a demo only. */
export default function GalleryRoute() {
  const page = createAsync(async () => ({ isShown: showsGallery(await loadSignIn()) }));
  return (
    <Show when={page()}>
      {(loaded) => (
        <Show when={loaded().isShown} fallback={<Missing />}>
          <Gallery />
        </Show>
      )}
    </Show>
  );
}
