import { Gallery } from "#/client/ui/gallery/gallery.tsx";

export default function GalleryRoute() {
  return <Gallery />;
}
