/** More than a message can hold; what follows would be refused anyway. */
const longest = 200_000;
const deepest = 60;
/** Cells of a table beyond these are no table that one reads in a chat. */
const most = { rows: 200, columns: 20 };

/**
 * The Markdown of formatted text from a clipboard; null when it has no form that Markdown knows. The page that it came from
 * is not trusted: nothing of it is put into ours, and only web and mail addresses are kept.
 */
export function markdownOf(html: string): string | null {
  if (html.length > longest) return null;
  const { body } = new DOMParser().parseFromString(html, "text/html");
  if (
    !body.querySelector(
      "a[href], b, strong, i, em, s, del, strike, code, pre, ul, ol, blockquote, h1, h2, h3, h4, h5, h6, table, hr",
    )
  )
    return null;
  const text = blocks(body, 0).join("\n\n").trim();
  return text === "" ? null : text;
}

const blockTags = new Set(
  "ADDRESS ARTICLE ASIDE BLOCKQUOTE DIV DL DT DD FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION TABLE UL".split(
    " ",
  ),
);
const ignored = new Set("SCRIPT STYLE TEMPLATE NOSCRIPT META LINK TITLE HEAD SVG IFRAME OBJECT".split(" "));

/** The blocks inside an element, in order; words beside blocks are paragraphs. */
function blocks(parent: Element, depth: number): string[] {
  if (depth > deepest) return [parent.textContent?.trim() ?? ""].filter(Boolean);
  const found: string[] = [];
  let run = "";
  const flush = () => {
    const words = tidy(run);
    if (words) found.push(guarded(words));
    run = "";
  };
  for (const node of parent.childNodes) {
    if (node instanceof Element && holdsBlocks(node)) {
      flush();
      found.push(...blockOf(node, depth + 1));
    } else run += inline(node, depth + 1);
  }
  flush();
  return found;
}

/** Word processors put a `b` that is not bold around whole documents. */
function holdsBlocks(element: Element): boolean {
  if (ignored.has(element.tagName)) return false;
  return blockTags.has(element.tagName) || [...element.children].some((child) => blockTags.has(child.tagName));
}

function blockOf(element: Element, depth: number): string[] {
  const tag = element.tagName;
  if (/^H[1-6]$/.test(tag)) {
    const words = tidy(inlineOf(element, depth)).replaceAll("\n", " ");
    return words ? [`${"#".repeat(Number(tag[1]))} ${words}`] : [];
  }
  if (tag === "HR") return ["---"];
  if (tag === "PRE") return [fenced(element)];
  if (tag === "BLOCKQUOTE") {
    const inner = blocks(element, depth).join("\n\n");
    return inner ? [prefixed(inner, "> ", "> ")] : [];
  }
  if (tag === "UL" || tag === "OL") return [listOf(element, depth)].filter(Boolean);
  if (tag === "TABLE") return [tableOf(element as HTMLTableElement, depth)].filter(Boolean);
  return blocks(element, depth);
}

function listOf(list: Element, depth: number): string {
  const first = Number(list.getAttribute("start") ?? 1);
  const items = [...list.children].map((item, index) => {
    // Some programs nest a list beside its item, not inside.
    if (item.tagName === "UL" || item.tagName === "OL") return prefixed(listOf(item, depth + 1), "  ", "  ");
    const marker = list.tagName === "OL" ? `${(Number.isInteger(first) ? first : 1) + index}. ` : "- ";
    const box = item.querySelector(":scope > input[type=checkbox]");
    const done = box ? `[${box.hasAttribute("checked") ? "x" : " "}] ` : "";
    return prefixed(done + blocks(item, depth + 1).join("\n"), marker, " ".repeat(marker.length));
  });
  return items.filter((item) => item.trim() !== "").join("\n");
}

function prefixed(text: string, first: string, rest: string): string {
  return text
    .split("\n")
    .map((line, index) => ((index === 0 ? first : rest) + line).trimEnd())
    .join("\n");
}

function fenced(pre: Element): string {
  const code = (pre.textContent ?? "").replace(/\n$/, "");
  const classes = `${pre.className} ${pre.querySelector("code")?.className ?? ""}`;
  const language = /\b(?:language|lang)-([\w+#.-]{1,32})/.exec(classes)?.[1] ?? "";
  const longestRun = Math.max(2, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longestRun + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

function tableOf(table: HTMLTableElement, depth: number): string {
  const rows = [...table.rows]
    .slice(0, most.rows)
    .map((row) =>
      [...row.cells]
        .slice(0, most.columns)
        .map((cell) => tidy(inlineOf(cell, depth)).replace(/\n+/g, " ").replaceAll("|", "\\|")),
    );
  const width = Math.max(0, ...rows.map((row) => row.length));
  const [head, ...rest] = rows;
  if (!head || width === 0) return "";
  // A table that only places things is not one.
  if (width === 1) return rows.map(([cell]) => cell ?? "").join("\n\n");
  const line = (cells: string[]) => `| ${Array.from({ length: width }, (_, at) => cells[at] ?? "").join(" | ")} |`;
  return [line(head), `|${" --- |".repeat(width)}`, ...rest.map(line)].join("\n");
}

function inlineOf(element: Element, depth: number): string {
  return [...element.childNodes].map((node) => inline(node, depth + 1)).join("");
}

function inline(node: Node, depth: number): string {
  if (node.nodeType === Node.TEXT_NODE) return escaped((node.nodeValue ?? "").replace(/\s+/g, " "));
  if (!(node instanceof Element) || ignored.has(node.tagName)) return "";
  if (depth > deepest) return escaped(node.textContent ?? "");
  const inner = () => inlineOf(node, depth);
  switch (node.tagName) {
    case "BR":
      return "\n";
    case "B":
    case "STRONG":
      return isWeightless(node) ? inner() : marked(inner(), "**");
    case "I":
    case "EM":
      return marked(inner(), "*");
    case "S":
    case "DEL":
    case "STRIKE":
      return marked(inner(), "~~");
    case "CODE":
    case "KBD":
    case "TT":
      return coded(node.textContent ?? "");
    case "A":
      return linked(inner(), node.getAttribute("href") ?? "");
    case "IMG":
      return escaped(node.getAttribute("alt") ?? "");
    default:
      return inner();
  }
}

function isWeightless(element: Element): boolean {
  return /font-weight\s*:\s*(?:normal|[1-4]00)\b/i.test(element.getAttribute("style") ?? "");
}

/** A mark stands against its words: spaces go outside. */
function marked(text: string, mark: string): string {
  const words = text.trim();
  if (words === "" || words.includes("\n\n") || words.startsWith(mark)) return text;
  const start = text.indexOf(words);
  return `${text.slice(0, start)}${mark}${words}${mark}${text.slice(start + words.length)}`;
}

function coded(text: string): string {
  const words = text.replace(/\s+/g, " ").trim();
  if (words === "") return "";
  const fence = words.includes("`") ? "``" : "`";
  return words.includes("``") ? escaped(words) : `${fence}${fence === "``" ? ` ${words} ` : words}${fence}`;
}

function linked(text: string, href: string): string {
  const url = href.trim();
  const words = text.trim();
  if (words === "" || !/^(?:https?:\/\/|mailto:)[^\s<>]+$/i.test(url) || /\n|\]\(/.test(words)) return text;
  if (words === escaped(url) || `mailto:${words}` === url) return text.replace(words, url.replace(/^mailto:/, ""));
  return text.replace(words, () => `[${words}](${url.replaceAll("(", "%28").replaceAll(")", "%29")})`);
}

/** Only what would turn into marks: the words stay readable. */
function escaped(text: string): string {
  return text.replace(/[\\`*[\]]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|~~/gu, "\\$&").replace(/<(?=[a-z/!?])/gi, "\\<");
}

/** A paragraph that only looks like a heading, a quote or a list stays a paragraph. */
function guarded(words: string): string {
  return words.replace(/^(#{1,6}(?=\s)|>|[-+](?=\s)|\d{1,9}(?=[.)]\s))/gm, (mark) =>
    /^\d/.test(mark) ? mark : `\\${mark}`,
  );
}

function tidy(text: string): string {
  return text
    .replace(/\u00a0/g, " ")
    .replace(/[ \t]*\n[ \t]*/g, "\n")
    .replace(/ {2,}/g, " ")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
