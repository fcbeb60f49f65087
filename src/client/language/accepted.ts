import { type Language, languages } from "#/client/language/say.ts";

/** A header that is longer is no list of languages; nobody reads fifty. */
const maxLength = 500;

/** The first of our languages that a browser asks for by `Accept-Language`; English for whoever asks for none. */
export function acceptedLanguage(header: string | null | undefined): Language {
  const wanted = (header ?? "")
    .slice(0, maxLength)
    .toLowerCase()
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.split(";").map((piece) => piece.trim());
      const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return { language: tag.split("-")[0] ?? "", weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { language } of wanted) {
    const ours = languages.find((each) => each === language);
    if (ours) return ours;
  }
  return "en";
}
