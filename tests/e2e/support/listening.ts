import type { BrowserContext, Page } from "playwright";

/** Notes from the first moment of every page what its live regions say, in the order in which a screen reader would. */
export async function listen(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const heard: string[] = [];
    (window as unknown as { heard: string[] }).heard = heard;
    const polite: { [role: string]: string } = { status: "polite", log: "polite", alert: "assertive" };
    const regionOf = (element: Element | null): Element | null => {
      for (let at = element; at; at = at.parentElement) {
        const live = at.getAttribute("aria-live") ?? polite[at.getAttribute("role") ?? ""];
        if (live) return live === "off" ? null : at;
      }
      return null;
    };
    const tell = (element: Element | null, added: string) => {
      const region = regionOf(element);
      if (!region?.checkVisibility()) return;
      const isWhole = region.getAttribute("aria-atomic") !== "false" && region.getAttribute("role") !== "log";
      const words = (isWhole ? (region.textContent ?? "") : added).replaceAll(/\s+/g, " ").trim();
      if (words) heard.push(words);
    };
    new MutationObserver((records) => {
      const told = new Set<Element>();
      for (const { type, target, addedNodes } of records) {
        const at = target instanceof Element ? target : target.parentElement;
        if (type === "characterData") tell(at, target.textContent ?? "");
        for (const node of addedNodes) {
          const inner = node instanceof Element ? node : at;
          const region = regionOf(inner);
          if (region && told.has(region) && region.getAttribute("aria-atomic") !== "false") continue;
          if (region) told.add(region);
          tell(inner, node.textContent ?? "");
        }
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

export function heard(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}

type AxNode = {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: { readonly value?: string };
  readonly name?: { readonly value?: string };
  readonly description?: { readonly value?: string };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[];
  readonly childIds?: readonly string[];
};

/** Roles that only group: their children are read as if they stood in their place. */
const passed = new Set(["generic", "none", "InlineTextBox", "LineBreak", "RootWebArea", "Abbr", "paragraph", "strong"]);
const states = ["checked", "pressed", "expanded", "disabled", "selected", "level"];

/**
 * What a screen reader finds in the page from top to bottom, as the browser tells it: a line for each part, with its role,
 * its name and its states, further in for what it holds.
 */
export async function readAloud(page: Page, within: string): Promise<string[]> {
  const cdp = await page.context().newCDPSession(page);
  const { nodes } = (await cdp.send("Accessibility.getFullAXTree")) as unknown as { nodes: AxNode[] };
  await cdp.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const top = nodes.find((node) => node.role?.value === within && !node.ignored);
  const lines: string[] = [];
  const walk = (node: AxNode, depth: number, saidAbove: string): void => {
    const role = node.role?.value ?? "";
    const name = (node.name?.value ?? "").replaceAll(/\s+/g, " ").trim();
    const isSilent = node.ignored || passed.has(role) || (role === "StaticText" && (!name || saidAbove.includes(name)));
    if (!isSilent) lines.push(`${"  ".repeat(depth)}${lineOf(node, role, name)}`);
    // Words that are a name already are not read again below it.
    const above = role === "StaticText" || node.ignored || passed.has(role) ? saidAbove : name;
    for (const id of node.childIds ?? []) {
      const child = byId.get(id);
      if (child) walk(child, isSilent ? depth : depth + 1, above);
    }
  };
  if (top) walk(top, 0, "");
  return lines;
}

function lineOf(node: AxNode, role: string, name: string): string {
  if (role === "StaticText") return name;
  const told = (node.properties ?? []).flatMap((property) => {
    const { value } = property.value;
    if (!states.includes(property.name) || value === false || value === "false") {
      return property.name === "expanded" ? ["collapsed"] : [];
    }
    return property.name === "level" ? [`level ${value}`] : [property.name];
  });
  const description = node.description?.value ? [`(${node.description.value})`] : [];
  return [role, name && `“${name}”`, ...told, ...description].filter(Boolean).join(" ");
}
