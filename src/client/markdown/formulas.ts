import { createSignal } from "solid-js";
import { isServer } from "solid-js/web";
import { formulasAtOnce } from "#/client/markdown/formulas-at-once.ts";
import type { Formula, readFormula } from "#/client/markdown/math-tree.ts";

type Setter = typeof readFormula;

const [setter, setSetter] = createSignal<Setter | undefined>(formulasAtOnce);
const [settled, setSettled] = createSignal(formulasAtOnce !== undefined);

/** Whether what sets formulas is there, or could not be had. Reactive. */
export { settled as formulasSettled };

let loading: Promise<void> | undefined;

/** Loads what sets formulas, with its style sheet, once. Without it, sources stand for formulas; the next call tries again. */
export function loadFormulas(): void {
  if (setter() || loading) return;
  loading = import("#/client/markdown/math-browser.ts").then(
    ({ readFormula }) => {
      setSetter(() => readFormula);
      setSettled(true);
    },
    () => {
      loading = undefined;
      setSettled(true);
    },
  );
}

/** A formula as the server tells it, or as the browser draws it. */
const output = isServer ? "mathml" : "htmlAndMathml";
/** Formulas that were set lately: an answer that streams in draws its paragraph again with each word. */
const maxKept = 300;
const kept = new Map<string, Formula>();
/** What of each second may go to formulas: on the server all pages share it, in a browser reading goes on meanwhile. */
const windowMs = 1_000;
const spentMs = 250;
let share = { began: 0, spent: 0 };

/**
 * The formula, or undefined when there is no time for it now, and while what sets it is on its way. Reactive. On the server
 * nobody's words are kept.
 */
export function formulaOf(source: string, display: boolean): Formula | undefined {
  const read = setter();
  if (!read) return undefined;
  const key = `${display}${source}`;
  const known = kept.get(key);
  if (known) return known;
  const begins = performance.now();
  if (begins - share.began > windowMs) share = { began: begins, spent: 0 };
  if (share.spent > spentMs) return undefined;
  const formula = read(source, display, output);
  share.spent += performance.now() - begins;
  if (isServer) return formula;
  kept.set(key, formula);
  if (kept.size > maxKept) kept.delete(kept.keys().next().value!);
  return formula;
}
