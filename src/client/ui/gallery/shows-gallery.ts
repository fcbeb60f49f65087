/**
 * Whether this server shows the gallery: in a demo only, elsewhere that page does not exist. `page` is what the sign-in
 * page is made of; null in a browser, which is never told.
 */
export function showsGallery(page: { readonly demo: boolean } | null): boolean {
  return page?.demo ?? false;
}
