import { acceptedLanguage } from "#/client/language/accepted.ts";
import { type Appearance, appearanceOf } from "#/client/shell/appearance.ts";

/** How the page of a request looks; until somebody chose a language it speaks the one that their browser asks for. */
export function appearanceBy({ headers }: Request): Appearance {
  return appearanceOf(headers.get("cookie"), acceptedLanguage(headers.get("accept-language")));
}
