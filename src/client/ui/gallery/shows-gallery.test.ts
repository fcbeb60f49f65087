import { expect, test } from "vitest";
import { showsGallery } from "./shows-gallery.ts";

test("the gallery is shown in a demo, and nowhere else", () => {
  expect(showsGallery({ demo: true })).toBe(true);
  expect(showsGallery({ demo: false })).toBe(false);
  expect(showsGallery(null)).toBe(false);
});
