import { createAsync } from "@solidjs/router";
import { Show } from "solid-js";
import { Gallery } from "#/client/ui/gallery/gallery.tsx";
import { loadSignIn } from "#/load.ts";
import Missing from "../[...missing].tsx";

/** Every part of the design system, for those who build it: in a demo only. */
export default function GalleryRoute() {
  const page = createAsync(() => loadSignIn());
  return (
    <Show when={page()}>
      {(shown) => (
        <Show when={shown().demo} fallback={<Missing />}>
          <Gallery />
        </Show>
      )}
    </Show>
  );
}
