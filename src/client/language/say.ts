/**
 * The product's languages. The English sentence is its own key, and a dictionary gives the same sentence in another
 * language, so that code reads as what a person sees. English has no dictionary and a missing sentence is said in English.
 *
 * One word for one thing, everywhere:
 *
 * | English | Nederlands (je) | Deutsch (du) |
 * |---|---|---|
 * | room, message, thread, reply, draft | kamer, bericht, thread, antwoord, concept | Raum, Nachricht, Thread, Antwort, Entwurf |
 * | workspace, section, server | werkruimte, sectie, server | Arbeitsbereich, Abschnitt, Server |
 * | direct message, conversation, call | direct bericht, gesprek, oproep | Direktnachricht, Unterhaltung, Anruf |
 * | member, admin, owner, operator | lid, beheerder, eigenaar, exploitant | Mitglied, Admin, Inhaber, Betreiber |
 * | role, power level | rol, machtsniveau | Rolle, Berechtigungsstufe |
 * | invite, join, leave, ban, let in | uitnodigen, deelnemen, verlaten, verbannen, binnenlaten | einladen, beitreten, verlassen, verbannen, hereinlassen |
 * | pin, forward, mute, favourite, mention | vastmaken, doorsturen, dempen, favoriet, vermelding | anheften, weiterleiten, stummschalten, Favorit, Erwähnung |
 * | archive, close, delete, remove | archiveren, sluiten, verwijderen, verwijderen | archivieren, schließen, löschen, entfernen |
 * | sign in, session, access token | inloggen, sessie, toegangstoken | anmelden, Sitzung, Zugriffstoken |
 * | report, block, AI assistant, tool | melden, blokkeren, AI-assistent, hulpmiddel | melden, blockieren, KI-Assistent, Werkzeug |
 *
 * `say` is called while something is shown, never while a file is loaded: the language of the page is not known yet then.
 * Where a table of words stands outside of functions, its words are getters.
 */

export const languages = ["en", "nl", "de"] as const;
export type Language = (typeof languages)[number];

export type Sentences = Readonly<Record<string, string>>;
export type Spoken = { readonly language: Language; readonly sentences: Sentences };

export const english: Spoken = { language: "en", sentences: {} };

let ofPage: Spoken = english;
let ofRequest: (() => Spoken) | undefined;

/** Sets the language of this page. In the browser, before anything is shown, and never again. */
export function speak(spoken: Spoken): void {
  ofPage = spoken;
}

/** On the server many pages are rendered at once, each in its own language: `spoken` tells that of the one in hand. */
export function speakByRequest(spoken: () => Spoken): void {
  ofRequest = spoken;
}

const now = (): Spoken => ofRequest?.() ?? ofPage;

/** The language that is spoken now. */
export function language(): Language {
  return now().language;
}

/** Its BCP 47 tag for `Intl`. English counts days and hours as in Europe. */
export function locale(): "en-GB" | "nl-NL" | "de-DE" {
  const tags = { en: "en-GB", nl: "nl-NL", de: "de-DE" } as const;
  return tags[language()];
}

export type Values = Readonly<Record<string, string | number | null | undefined>>;

/** The sentence in the language that is spoken, with each `{name}` replaced by its value, which is never read again. */
export function say(sentence: string, values?: Values): string {
  const said = now().sentences[sentence] ?? sentence;
  return values ? said.replace(/\{(\w+)\}/g, (_hole, name: string) => String(values[name] ?? "")) : said;
}

/**
 * `say` for a number of things, which stands at `{count}` as the language writes numbers. English, Dutch and German all
 * tell exactly one from every other number.
 */
export function sayCount(count: number, one: string, many: string, values?: Values): string {
  return say(count === 1 ? one : many, { ...values, count: number(count) });
}

const formats = new Map<string, Intl.NumberFormat>();

/** “1,240”, “1.240” */
export function number(value: number): string {
  const tag = locale();
  const format = formats.get(tag) ?? new Intl.NumberFormat(tag);
  formats.set(tag, format);
  return format.format(value);
}

/** A word that is a label by itself, in the middle of a sentence. German nouns keep their capital. */
export function inSentence(label: string): string {
  return language() === "de" ? label : label.charAt(0).toLowerCase() + label.slice(1);
}
