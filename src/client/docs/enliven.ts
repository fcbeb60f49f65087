const copiedForMs = 2_000;
const askAfterMs = 120;

/** What scripts add to a page that is whole without them: Copy, `/` for the search, results while typing, where one reads. */
export function enliven(page: Document): void {
  const title = page.querySelector<HTMLElement>("[data-docs-title]")?.dataset.docsTitle;
  if (title) page.title = title;
  // A link leads to a page that is fetched as one: the application's router, which listens above, has no part in it.
  page.querySelector("[data-docs]")?.addEventListener("click", (event) => event.stopPropagation());
  for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-copy]")) copies(button);
  const input = page.querySelector<HTMLInputElement>("input[data-search]");
  if (input) {
    searches(page, input);
    const results = page.querySelector<HTMLElement>("[data-live]");
    if (results) answersWhileTyping(input, results);
  }
  marksPlace(page);
  page.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest" });
}

function copies(button: HTMLButtonElement): void {
  button.hidden = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  button.addEventListener("click", async () => {
    const code = button.closest("figure")?.querySelector("pre")?.textContent ?? "";
    const isCopied = await navigator.clipboard.writeText(code).then(
      () => true,
      () => false,
    );
    button.textContent = isCopied ? "Copied" : "Not copied";
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = "Copy";
    }, copiedForMs);
  });
}

function searches(page: Document, input: HTMLInputElement): void {
  const key = page.querySelector<HTMLElement>("[data-search-key]");
  if (key) key.hidden = false;
  page.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLElement && event.target.closest("input, textarea, [contenteditable]");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

/** The results page itself, asked for in the background; its list stands under the field. */
function answersWhileTyping(input: HTMLInputElement, box: HTMLElement): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked: AbortController | undefined;
  const close = () => {
    asked?.abort();
    clearTimeout(timer);
    box.hidden = true;
    box.replaceChildren();
  };
  const ask = async (query: string) => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const response = await fetch(`/docs/search?q=${encodeURIComponent(query)}`, {
        signal,
        headers: { accept: "text/html" },
      });
      if (!response.ok) return;
      const list = new DOMParser()
        .parseFromString(await response.text(), "text/html")
        .querySelector<HTMLElement>("[data-results]");
      if (!list || signal.aborted || input.value.trim() !== query) return;
      if (list.children.length === 0) {
        const none = document.createElement("p");
        none.textContent = `Nothing here says “${query}”.`;
        box.replaceChildren(none);
      } else box.replaceChildren(document.adoptNode(list));
      box.hidden = false;
    } catch {
      // Offline or overtaken by the next letter: Enter still asks for the page.
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    const query = input.value.trim();
    if (query.length < 2) close();
    else timer = setTimeout(() => void ask(query), askAfterMs);
  });
  const form = input.closest("form");
  form?.addEventListener("focusout", (event) => {
    if (!(event.relatedTarget instanceof Node && form.contains(event.relatedTarget))) close();
  });
  form?.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      input.focus();
      close();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") moves(event, input, box);
  });
}

function moves(event: KeyboardEvent, input: HTMLInputElement, box: HTMLElement): void {
  const places: HTMLElement[] = [input, ...box.querySelectorAll<HTMLElement>("a")];
  const at = places.indexOf(document.activeElement as HTMLElement);
  const next = places[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

/** In the contents of the page, the heading under which one reads. */
function marksPlace(page: Document): void {
  const links = [...page.querySelectorAll<HTMLAnchorElement>('nav[aria-label="On this page"] a')];
  const headings = links.flatMap((link) => page.getElementById(decodeURIComponent(link.hash.slice(1))) ?? []);
  if (headings.length === 0) return;
  const mark = () => {
    const reached = headings.filter((heading) => heading.getBoundingClientRect().top < 120).at(-1) ?? headings[0];
    for (const link of links) {
      if (link.hash === `#${reached?.id}`) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  };
  let waits = false;
  page.addEventListener(
    "scroll",
    () => {
      if (waits) return;
      waits = true;
      requestAnimationFrame(() => {
        waits = false;
        mark();
      });
    },
    { passive: true },
  );
  mark();
}
