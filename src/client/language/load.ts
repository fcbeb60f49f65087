import { speak } from "#/client/language/say.ts";

/**
 * Makes this page speak `language`, as `<html lang>` names it. English is there at once; the others are one file each,
 * which no page in another language loads. Where it can't be had the page speaks English, and works.
 */
export async function loadLanguage(language: string): Promise<void> {
  if (language === "nl") speak({ language, sentences: (await import("#/client/language/nl.ts")).nl });
  if (language === "de") speak({ language, sentences: (await import("#/client/language/de.ts")).de });
}
