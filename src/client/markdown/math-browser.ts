import "katex/dist/katex.min.css";

/** What sets formulas and how they look, in files of the bundle that only pages with formulas load. */
export { readFormula } from "#/client/markdown/math-tree.ts";
