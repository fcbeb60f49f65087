// @vitest-environment node
import { describe, expect, it, vi } from "vitest";
import { servePage } from "#/client/markdown/take-over.testing.ts";

const NOTE = `---
tags: [a]
---
# Goals *now* ^goals

text with [[Plan]] and [[None]], a note[^1] and $x<y$

- [x] done ^todo-aaaaa
- [ ] call **Ana** !high 📅 2020-01-02 #home ^todo-bbbbb
  - nested
- plain

![a](/v1/media/download/1)

[^1]: the words
`;

const COMPONENT = `
import { createComponent } from "solid-js";
import { NoteReading } from "#/client/notes/reading/note-reading.tsx";
import { SessionContext } from "#/client/shell/session.tsx";
export const toggled = [];
const session = {
  state: { participants: {}, tenant: { server_name: "acme.example" }, me: { id: "p-ana" } },
  store: { onApplied: () => () => {} },
  toaster: { show() {} },
};
const resolutions = [{ name: "Plan", note_id: "n", participant_id: null, title: "The plan", path: "/w/a/n/plan-1" }];
export const app = () => createComponent(SessionContext.Provider, {
  value: session,
  get children() {
    return createComponent(NoteReading, {
      markdown: ${JSON.stringify(NOTE)}, noteId: "n-1", workspaceId: "w-1", resolutions, canWrite: true,
      onToggleTodo: (todo) => void toggled.push(todo),
    });
  },
});
`;

describe("The page of a note", () => {
  it("is rendered whole on the server, taken over without a changed node, and works", { timeout: 90_000 }, async () => {
    const { html, root, window, takeOver } = await servePage(COMPONENT);
    expect(html).toContain("<math");
    expect(html).not.toContain("tags: [a]");
    const { toggled } = takeOver();

    const box = () => root.querySelector("[id='^todo-bbbbb'] > input") as HTMLInputElement;
    box().click();
    await vi.waitFor(() => expect(toggled).toEqual([{ block_id: "todo-bbbbb", ordinal: 1, done: true }]), {
      timeout: 15_000,
    });

    // Formulas are drawn once what sets them is there; all else stays as it was.
    const words = (text: string) => text.replace(/<math.*?<\/math>/gs, "");
    await vi.waitFor(() => expect(root.querySelector(".katex-html")).not.toBeNull(), { timeout: 15_000 });
    const links = [...root.querySelectorAll("a")].map((link) => link.getAttribute("href"));
    expect(links).toContain("/w/a/n/plan-1");
    expect(root.querySelector("#h-goals-now")?.tagName).toBe("H2");
    expect(root.querySelectorAll("input")).toHaveLength(2);
    expect(words(html)).toContain("Create note “None”");
    expect(root.querySelector("button[data-create]")?.textContent).toBe("None");
    window.close();
  });
});
