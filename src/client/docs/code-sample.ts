import type { Element, ElementContent } from "hast";
import { h } from "#/client/docs/html.ts";
import { highlight } from "#/client/markdown/highlight.ts";
import { isKnownLanguage } from "#/client/markdown/languages.ts";

const names: Record<string, string | undefined> = {
  bash: "Shell",
  json: "JSON",
  js: "JavaScript",
  ts: "TypeScript",
  python: "Python",
  ini: "systemd",
  nginx: "nginx",
  caddy: "Caddyfile",
  dockerfile: "Containerfile",
  http: "HTTP",
  text: "Text",
  console: "Output",
};

const colourless: ReadonlySet<string> = new Set(["hljs-punctuation", "hljs-params", "hljs-operator", "hljs-tag"]);

/** `bash run=first-call title="Create a room"` → its parts. A word without a value is a mark that is set. */
export function infoOf(meta: string | null | undefined): Readonly<Record<string, string>> {
  const found = (meta ?? "").matchAll(/([a-z]+)(?:=(?:"([^"]*)"|(\S+)))?/g);
  return Object.fromEntries([...found].map(([, key, quoted, plain]) => [key, quoted ?? plain ?? ""]));
}

/**
 * A block of code with a label and Copy. Coloured here, on the server, so that it is whole without scripts; the buttons
 * are hidden until a script makes them work.
 */
export function codeSample(code: string, language: string, meta?: string | null): Element {
  const info = infoOf(meta);
  const label = info.title ?? ("response" in info ? "Response" : (names[language] ?? language));
  return h(
    "figure",
    { dataCode: language, ...("response" in info ? { dataResponse: "" } : {}) },
    h(
      "figcaption",
      {},
      h("span", {}, label),
      h("button", { type: "button", dataCopy: "", hidden: true, ariaLabel: `Copy: ${label}` }, "Copy"),
    ),
    h("pre", { tabIndex: 0, role: "group", ariaLabel: label }, h("code", {}, coloured(code, language))),
  );
}

function coloured(code: string, language: string): ElementContent[] {
  const root = isKnownLanguage(language) ? highlight(code, language) : undefined;
  return root ? thinned(root.children as ElementContent[]) : [{ type: "text", value: code }];
}

/** Only what has a colour keeps its element: half of a page would be marks around brackets. */
function thinned(nodes: readonly ElementContent[]): ElementContent[] {
  const kept: ElementContent[] = [];
  for (const node of nodes) {
    if (node.type !== "element") kept.push(node);
    else {
      const children = thinned(node.children);
      const [name] = node.properties.className as readonly string[];
      if (colourless.has(String(name))) kept.push(...children);
      else kept.push(h("span", { className: [String(name)] }, children));
    }
  }
  return kept;
}
