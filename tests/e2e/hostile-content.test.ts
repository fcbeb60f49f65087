import { expect } from "vitest";
import { attempt } from "./support/http.ts";
import { journey } from "./support/people.ts";
import { alive, message, messages } from "./support/screen.ts";
import { makeRoom, say, signInByForm } from "./support/world.ts";

const attacks = [
  "<script>window.pwned = 1</script>",
  "<img src=x onerror='window.pwned = 1'>",
  "<svg/onload=window.pwned=1>",
  "<iframe srcdoc='<script>parent.pwned = 1</script>'></iframe>",
  "<a href='javascript:window.pwned=1'>raw anchor</a>",
  "[plain](javascript:window.pwned=1)",
  "[mixed](JaVaScRiPt:window.pwned=1)",
  "[entity](&#106;avascript:window.pwned=1)",
  "[tab](java\tscript:window.pwned=1)",
  "[control](<\u0001javascript:window.pwned=1>)",
  "[data](data:text/html,<script>window.pwned=1</script>)",
  "[data64](data:text/html;base64,PHNjcmlwdD53aW5kb3cucHduZWQ9MTwvc2NyaXB0Pg==)",
  "[vb](vbscript:msgbox(1))",
  "[file](file:///etc/passwd)",
  "[blob](blob:http://localhost/x)",
  '[quote](https://example.org/"onmouseover="window.pwned=1)',
  "[title](https://example.org 'x\" onmouseover=\"window.pwned=1')",
  "![picture](https://evil.example/pixel.png)",
  "![picture](javascript:window.pwned=1)",
  "[reference][one]\n\n[one]: javascript:window.pwned=1",
  "<javascript:window.pwned=1>",
  "```html\n</code></pre><script>window.pwned = 1</script>\n```",
  "`</code><script>window.pwned = 1</script>`",
  "$\\href{javascript:window.pwned=1}{math}$",
  "[[<img src=x onerror=window.pwned=1>]]",
  "@<img src=x onerror=window.pwned=1>",
  "<style>*{display:none}</style>",
  "<form action='https://evil.example'><button>Sign in</button></form>",
  "<meta http-equiv=refresh content='0;url=https://evil.example'>",
  "</div></article><h1>Server notice</h1>",
];

journey(
  "what is written to attack whoever reads it runs nothing, loads nothing and leads nowhere",
  async ({ people }) => {
    const bram = await signInByForm("bram");
    const room = await makeRoom([bram, await signInByForm("ana")], "hostile");
    for (const attack of attacks.slice(0, 15)) await say(bram, room, attack);
    const { page, record } = await people.signIn("Ana de Vries", { at: room.path });
    const foreign: string[] = [];
    page.on("request", (request) => {
      if (new URL(request.url()).hostname.endsWith("example")) foreign.push(request.url());
    });
    await alive(page);
    for (const attack of attacks.slice(15)) await say(bram, room, attack);
    await say(bram, room, "the last of them");
    await message(page, "the last of them").waitFor();
    await inspect();
    await page.reload();
    await message(page, "the last of them").waitFor();
    await inspect();
    expect(foreign).toEqual([]);
    expect(record.texts("console").join("\n")).not.toMatch(/Content Security Policy/);

    async function inspect(): Promise<void> {
      const found = await page.evaluate(() => {
        const inside = (selector: string) => [...document.querySelectorAll(`main article :is(${selector})`)];
        const safe = new Set(["http:", "https:", "mailto:"]);
        return {
          pwned: (window as { pwned?: unknown }).pwned ?? null,
          elements: inside("script, iframe, object, embed, style, form, meta, link, img[src^='http']").map(
            (each) => each.outerHTML,
          ),
          handlers: inside("*").flatMap((each) => each.getAttributeNames().filter((name) => name.startsWith("on"))),
          links: inside("a[href]")
            .filter((link) => !safe.has((link as HTMLAnchorElement).protocol))
            .map((link) => link.outerHTML),
          openers: inside("a[target=_blank]")
            .filter((link) => !(link.getAttribute("rel") ?? "").includes("noopener"))
            .map((link) => link.outerHTML),
        };
      });
      expect(found).toEqual({ pwned: null, elements: [], handlers: [], links: [], openers: [] });
      await expect.poll(() => messages(page).count()).toBeGreaterThan(5);
    }
  },
);

journey(
  "the policy of the page blocks what would still get in: inline scripts, eval, foreign pictures, frames",
  async ({ people }) => {
    const { page, record } = await people.signIn("Ana de Vries");
    record.expectFault(/Content Security Policy|violates|Refused to|ERR_BLOCKED_BY_CSP/);
    const ran = await page.evaluate(async () => {
      const script = document.createElement("script");
      script.textContent = "window.inlineRan = true";
      document.body.append(script);
      const button = document.createElement("div");
      button.innerHTML = "<button onclick='window.handlerRan = true'></button>";
      document.body.append(button);
      button.querySelector("button")?.click();
      const picture = new Image();
      const blocked = new Promise((resolve) => {
        picture.onerror = () => resolve("blocked");
        picture.onload = () => resolve("loaded");
      });
      picture.src = "https://evil.example/pixel.png";
      const { inlineRan = false, handlerRan = false } = window as { inlineRan?: boolean; handlerRan?: boolean };
      return { inlineRan, handlerRan, picture: await blocked };
    });
    expect(ran).toEqual({ inlineRan: false, handlerRan: false, picture: "blocked" });
    const answer = await page.reload();
    const policy = answer?.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'(;|$)/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  },
);

journey(
  "code that keeps a highlighter busy holds nobody up, and what follows it has its colours",
  async ({ people }) => {
    const bram = await signInByForm("bram");
    const room = await makeRoom([bram, await signInByForm("ana")], "busy-code");
    // Names in a row might each be the type of a function in C, and are tried as one again and again.
    const names = `${"a b ".repeat(240)}\n`.repeat(16);
    await say(bram, room, `\`\`\`c\n${names}\`\`\``);
    await say(bram, room, "```js\nconst plain = 1;\n```");
    const { page } = await people.signIn("Ana de Vries", { at: room.path });
    await alive(page);
    const coloured = page.locator("pre", { hasText: "const plain" }).locator("span").first();
    await coloured.waitFor();
    const shown = await page.locator("pre", { hasText: "a b a b" }).textContent();
    expect(shown?.trimEnd()).toBe(names.trimEnd());
  },
);

journey("names cannot hide what they are", async ({ people: _ }) => {
  const ana = await signInByForm("ana");
  const names = [
    "gen\u200beral",
    "\u202egnimoc",
    "general\u2066",
    "ge\u00adneral",
    "\u3164",
    "a\u0301\u0301\u0301\u0301\u0301\u0301",
    "\ud800",
    "general\u{e0041}",
    " \t\n",
  ];
  for (const name of names) {
    const { status, code } = await attempt(ana, "rooms.create", { name });
    expect([JSON.stringify(name), status, code]).toEqual([JSON.stringify(name), 400, "SW_BAD_REQUEST"]);
  }
});
