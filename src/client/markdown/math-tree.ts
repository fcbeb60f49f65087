import type { Element, ElementContent, Properties } from "hast";
import katex from "katex";

/** A formula as elements that are allowed, or why it is none. */
export type Formula = { readonly tree: Element } | { readonly problem: FormulaProblem; readonly detail: string };
export type FormulaProblem = "long" | "makes" | "large" | "wrong";

/** Longer sources stay as they are: the time that a formula takes grows with its length. */
const LONGEST = 6_000;
const EXPANSIONS = 300;
/**
 * Commands that make others. No bound on expansions bounds what those grow to: ten of them can multiply a short source to
 * gigabytes. They would end with their formula in any case.
 */
const MAKERS = new Set(
  "def gdef edef xdef let futurelet newcommand renewcommand providecommand global long".split(" "),
);
/** In em, of what a source gives sizes to. */
const SIZE = 20;
/** In em, of what comes of several sizes, or of those that the typesetter doesn't bound; 400 it uses itself. */
const LARGEST = 400;
/** What a short source may become. */
const NODES = 20_000;
const DEPTH = 400;
/** Marks what the typesetter doesn't know: it has no other way to tell. */
const UNKNOWN = "#cc0a0b";

type Output = "mathml" | "htmlAndMathml";
/** Nodes of the typesetter, told apart by what they have: their classes have no names in a built file. */
type Made = {
  type?: string;
  text?: string;
  character?: string | null;
  width?: number;
  italic?: number;
  pathName?: string;
  classes?: string[];
  attributes?: Record<string, unknown>;
  style?: Record<string, unknown>;
  children?: Made[];
  src?: string;
  toMarkup(): string;
};
type Typesetter = { __renderToDomTree(source: string, options: Record<string, unknown>): Made };

/**
 * A formula's source, TeX, as MathML alone or with the elements that KaTeX's style sheet draws. Never throws. What comes of it
 * is only what is listed here: elements, attributes, style properties and their values.
 */
export function readFormula(source: string, display: boolean, output: Output): Formula {
  if (source.length > LONGEST) return { problem: "long", detail: "" };
  if (makesCommands(source)) return { problem: "makes", detail: "" };
  try {
    const made = (katex as unknown as Typesetter).__renderToDomTree(source, {
      displayMode: display,
      output,
      throwOnError: false,
      trust: false,
      strict: "ignore",
      maxExpand: EXPANSIONS,
      maxSize: SIZE,
      errorColor: UNKNOWN,
    });
    if (made.classes?.includes("katex-error")) return { problem: "wrong", detail: reasonOf(made) };
    const [tree] = convert(made, { left: NODES }, 0);
    return tree?.type === "element" ? { tree } : { problem: "wrong", detail: "" };
  } catch {
    // A source that nests deeper than the stack, or than what is converted.
    return { problem: "large", detail: "" };
  }
}

/** The typesetter's own words, which are English. */
function reasonOf(made: Made): string {
  return String(made.attributes?.title ?? "")
    .replace(/^ParseError: KaTeX parse error: /, "")
    .slice(0, 300);
}

/** By the typesetter's own reading of commands; what it does itself, for `\tag`, it may make others. */
function makesCommands(source: string): boolean {
  return [...source.matchAll(/\\(?:([a-zA-Z@]+)|.)/gs)].some(([, name]) => name !== undefined && MAKERS.has(name));
}

const TAGS = new Set(
  (
    "math semantics annotation mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle mpadded mphantom menclose msub msup " +
    "msubsup mmultiscripts mprescripts munder mover munderover mtable mtr mlabeledtr mtd merror"
  ).split(" "),
);
const ATTRIBUTES = new Set(
  (
    "xmlns display encoding mathvariant mathcolor mathbackground mathsize displaystyle scriptlevel stretchy fence separator " +
    "lspace rspace width height depth voffset columnalign columnspacing columnlines columnwidth rowalign rowspacing rowlines " +
    "accent accentunder linethickness minsize maxsize notation side form movablelimits largeop symmetric frame framespacing " +
    "viewBox preserveAspectRatio x1 y1 x2 y2 stroke-width aria-hidden"
  ).split(" "),
);
const VALUE = /^[\w#%.+\- :/,]{0,120}$/;
const STYLES = new Set(
  (
    "height width minWidth margin verticalAlign marginRight marginLeft marginTop top bottom left right color backgroundColor " +
    "borderColor borderStyle borderWidth borderBottomWidth borderTopWidth borderRightWidth borderLeftWidth borderRightStyle " +
    "borderTopStyle borderBottomStyle paddingLeft paddingRight fontSize lineHeight"
  ).split(" "),
);
const STYLE_VALUE = /^(?:[\w#%.+-]{1,40}(?: [\w.+-]{1,20}){0,3}|calc\([\w%.+\- ]{1,60}\))$/;
const CLASS = /^[\w-]{1,40}$/;

function convert(node: Made, budget: { left: number }, depth: number): ElementContent[] {
  budget.left -= 1;
  if (budget.left < 0 || depth > DEPTH) throw new Error("Too large");
  const below = () => (node.children ?? []).flatMap((child) => convert(child, budget, depth + 1));
  if (node.type !== undefined)
    return TAGS.has(node.type) ? [element(node.type, attributesOf(node), merged(below()))] : below();
  if (node.character !== undefined) {
    if (node.character !== null) return [{ type: "text", value: node.character }];
    return [element("mspace", { width: `${Number(node.width)}em` }, [])];
  }
  if (node.text !== undefined) return symbol(node);
  if (node.pathName !== undefined) return path(node);
  // A picture is fetched from where its source says.
  if (node.src !== undefined) return [];
  if (node.classes && node.attributes) return [element("span", { ...attributesOf(node), ...looksOf(node) }, below())];
  if (node.attributes && node.children) return [element("svg", attributesOf(node), below())];
  return node.attributes ? [element("line", attributesOf(node), [])] : below();
}

function symbol(node: Made): ElementContent[] {
  const text: ElementContent = { type: "text", value: node.text ?? "" };
  const looks = looksOf(node);
  return Object.keys(looks).length > 0 ? [element("span", looks, [text])] : [text];
}

/** The shape is known to the node alone, which tells it only as markup. */
function path(node: Made): ElementContent[] {
  const shape = /^<path d="([\d\s.,A-Za-z-]*)"\/>$/.exec(node.toMarkup())?.[1];
  return shape === undefined ? [] : [element("path", { d: shape }, [])];
}

function attributesOf(node: Made): Properties {
  const found: Properties = {};
  for (const [name, value] of Object.entries(node.attributes ?? {})) {
    const said = String(value);
    if (!ATTRIBUTES.has(name)) continue;
    if (/em$/.test(said) && Math.abs(Number.parseFloat(said)) > LARGEST) throw new Error("Too large");
    if (said === UNKNOWN) found.className = ["unknown"];
    else if (VALUE.test(said)) found[name] = said;
  }
  // Of what is stretched.
  const width = /^width:([\d.]+em);?$/.exec(String(node.attributes?.style ?? ""))?.[1];
  if (width) found.style = `width:${width}`;
  return found;
}

function looksOf(node: Made): Properties {
  const classes = (node.classes ?? []).filter((name) => CLASS.test(name));
  const style: Record<string, string> = {};
  for (const [name, value] of Object.entries(node.style ?? {})) {
    const said = String(value);
    if (Math.abs(Number.parseFloat(said)) > LARGEST) throw new Error("Too large");
    if (said === UNKNOWN) classes.push("unknown");
    else if (STYLES.has(name) && STYLE_VALUE.test(said)) style[name] = said;
    else if (name === "position" && said === "relative") style[name] = said;
  }
  if (node.italic && node.italic > 0) style.marginRight = `${node.italic.toFixed(4)}em`;
  const css = Object.entries(style).map(
    ([name, value]) => `${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}:${value}`,
  );
  return {
    ...(classes.length > 0 ? { className: classes } : {}),
    ...(css.length > 0 ? { style: css.join(";") } : {}),
  };
}

function element(tagName: string, properties: Properties, children: ElementContent[]): Element {
  return { type: "element", tagName, properties, children };
}

/** Screen readers read each text as a word of its own. */
function merged(nodes: ElementContent[]): ElementContent[] {
  const all: ElementContent[] = [];
  for (const node of nodes) {
    const last = all[all.length - 1];
    if (node.type === "text" && last?.type === "text") last.value += node.value;
    else all.push(node);
  }
  return all;
}
