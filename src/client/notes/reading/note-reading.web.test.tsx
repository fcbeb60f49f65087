import { cleanup, fireEvent, render, screen, waitFor } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, describe, expect, it, vi } from "vitest";
import { NoteReading, type NoteReadingProps } from "#/client/notes/reading/note-reading.tsx";
import { overview } from "#/client/rooms/overview.testing.ts";
import { type Session, SessionContext } from "#/client/shell/session.tsx";
import { server } from "#/client/sync/server.ts";
import { createSync } from "#/client/sync/sync.ts";
import { createToaster } from "#/client/ui/overlays/toaster.ts";
import type { NoteHeading } from "#/domain/markdown/note-marks.ts";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const plan = { name: "Plan", note_id: "n-plan", participant_id: null, title: "The plan", path: "/w/acme/n/the-plan-1" };

function show(markdown: string, more: Partial<NoteReadingProps> = {}) {
  const session: Session = { ...createSync({ overview: overview([]) }, { server }), toaster: createToaster() };
  const { container } = render(() => (
    <SessionContext.Provider value={session}>
      <NoteReading markdown={markdown} noteId="n-1" workspaceId="w-1" resolutions={[plan]} canWrite {...more} />
    </SessionContext.Provider>
  ));
  return container;
}

describe("A note that is read", () => {
  it("shows its text without the frontmatter", () => {
    const note = show("---\ncategory: x\n---\n# Goals\n\ntext");
    expect(note.textContent).not.toContain("category");
    expect(screen.getByRole("heading", { name: /Goals/ }).id).toBe("h-goals");
  });

  it("names headings as links do, each once, and tells of them", () => {
    const told: (readonly NoteHeading[])[] = [];
    show("# A & b!\n\n## A & b!\n\n> ### Über *uns*", { headings: (list) => told.push(list) });
    expect(told.at(-1)).toEqual([
      { anchor: "a--b", text: "A & b!", level: 1 },
      { anchor: "a--b-1", text: "A & b!", level: 2 },
      { anchor: "über-uns", text: "Über uns", level: 3 },
    ]);
    expect(document.getElementById("h-a--b-1")?.tagName).toBe("H3");
    expect(screen.getByRole("link", { name: "Copy the link to “Über uns”" }).getAttribute("href")).toBe(
      "#h-%C3%BCber-uns",
    );
  });

  it("gives blocks their ids, and shows none of them", () => {
    const note = show("text ^one\n\n- item ^two\n\n- [ ] do it ^todo-abcde");
    expect(note.textContent).not.toContain("^");
    expect(document.getElementById("^one")?.textContent).toBe("text");
    expect(document.getElementById("^two")?.tagName).toBe("LI");
    expect(document.getElementById("^todo-abcde")?.querySelector("input")).not.toBeNull();
  });

  it("shows what a todo says as chips, and its words alone as its name", () => {
    const note = show("- [ ] call **Ana** !high 📅 2020-01-02 @nobody #home ^todo-abcde\n- [x] done");
    const box = screen.getByRole("checkbox", { name: "call Ana" }) as HTMLInputElement;
    expect(box.checked).toBe(false);
    expect(screen.getByRole("img", { name: "High priority" })).toBeTruthy();
    expect(note.querySelector("time")?.textContent).toMatch(/days late$/);
    expect(note.textContent).toContain("@nobody");
    expect(note.textContent).toContain("#home");
    expect((screen.getByRole("checkbox", { name: "done" }) as HTMLInputElement).checked).toBe(true);
  });

  it("tells of a todo that is ticked, and takes the tick back when that fails", async () => {
    const asked: unknown[] = [];
    let fails = false;
    show("a\n\n- [ ] one\n- [ ] two ^todo-abcde", {
      onToggleTodo: async (todo) => {
        asked.push(todo);
        if (fails) throw new Error("no");
      },
    });
    const two = screen.getByRole("checkbox", { name: "two" }) as HTMLInputElement;
    fireEvent.click(two);
    await waitFor(() => expect(asked).toEqual([{ block_id: "todo-abcde", ordinal: 1, done: true }]));
    fails = true;
    const one = screen.getByRole("checkbox", { name: "one" }) as HTMLInputElement;
    fireEvent.keyDown(one, { key: "Enter", ctrlKey: true });
    await waitFor(() => expect(asked[1]).toEqual({ block_id: null, ordinal: 0, done: true }));
    await waitFor(() => expect(one.checked).toBe(false));
    expect(screen.getByRole("alert")).toBeTruthy();
  });

  it("keeps boxes shut for those who may not write", () => {
    show("- [ ] one", { canWrite: false });
    expect((screen.getByRole("checkbox") as HTMLInputElement).disabled).toBe(true);
  });

  it("leads to notes by their names now, and offers to make those that are not there", () => {
    const made: string[] = [];
    show("[[Plan]] [[plan#Next steps|soon]] [[Plan#Goals]] [[None|that]]", {
      onCreateNote: (title) => void made.push(title),
    });
    expect(screen.getByRole("link", { name: "The plan" }).getAttribute("href")).toBe("/w/acme/n/the-plan-1");
    expect(screen.getByRole("link", { name: "soon" }).getAttribute("href")).toBe("/w/acme/n/the-plan-1#h-next-steps");
    expect(screen.getByRole("link", { name: "The plan › Goals" })).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Create note “None”" }));
    expect(made).toEqual(["None"]);
    cleanup();
    show("[[None]]", { canWrite: false });
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("shows a target that may not be seen as one that is not there", () => {
    const hidden = { name: "Secret", note_id: null, participant_id: null, title: null, path: null };
    const one = show("[[Secret]]", { resolutions: [hidden] }).innerHTML;
    cleanup();
    const other = show("[[Secret]]", { resolutions: [] }).innerHTML;
    const plain = (html: string) => html.replace(/data-viewer-now="\d+"/, "");
    expect(plain(one)).toBe(plain(other));
  });

  it("shows pictures of this site, and of others only links", () => {
    const note = show("![a cat](/v1/media/download/1) ![far](https://a.example/b.png) ![odd](/sign-out)");
    const pictures = [...note.querySelectorAll("img")];
    expect(pictures.map((each) => [each.getAttribute("src"), each.alt, each.getAttribute("loading")])).toEqual([
      ["/v1/media/download/1", "a cat", "lazy"],
    ]);
    expect(screen.getByRole("link", { name: "far" })).toBeTruthy();
  });

  it("leads from a footnote's mark to its words and back", () => {
    show("a[^x] b[^x]\n\n[^x]: the words");
    const mark = screen.getAllByRole("link", { name: "Footnote x" })[0];
    expect(mark?.getAttribute("href")).toBe("#fn-x");
    expect(document.getElementById("fn-x")?.textContent).toContain("the words");
    expect(document.getElementById("fnref-x-2")).not.toBeNull();
  });

  it("follows changes, and keeps the elements of what stays", () => {
    const [text, setText] = createSignal("# A\n\nfirst\n\n- [ ] b !low");
    const session: Session = { ...createSync({ overview: overview([]) }, { server }), toaster: createToaster() };
    const { container } = render(() => (
      <SessionContext.Provider value={session}>
        <NoteReading markdown={text()} noteId="n" workspaceId="w" resolutions={[]} canWrite />
      </SessionContext.Provider>
    ));
    const first = container.querySelector("p");
    const box = screen.getByRole("checkbox") as HTMLInputElement;
    setText("# A\n\nfirst\n\n- [x] b !high");
    expect(container.querySelector("p")).toBe(first);
    expect((screen.getByRole("checkbox") as HTMLInputElement).checked).toBe(true);
    expect(screen.getByRole("img", { name: "High priority" })).toBeTruthy();
    expect(box).toBeTruthy();
  });

  it("shows a long note whole, whatever it takes to read it", async () => {
    const text = `${"words\n\n".repeat(9_000)}## Last\n\n- [ ] end`;
    show(text);
    await waitFor(() => expect(document.getElementById("h-last")).not.toBeNull(), { timeout: 20_000 });
    expect(screen.getByRole("checkbox", { name: "end" })).toBeTruthy();
    expect(document.querySelectorAll("p").length).toBe(9_000);
  }, 30_000);
});

describe("A note inside another", () => {
  const embed = (more: object) => ({
    parent: null,
    state: "shown",
    note_id: "n-2",
    title: "Costs",
    path: "/w/acme/n/costs-2",
    markdown: "",
    ...more,
  });

  it("is shown in place, and those inside of it, without anchors of its own", async () => {
    const items = [
      embed({ target: "Costs", markdown: "# Total\n\n![[Deep]] ![[Around]]" }),
      embed({ target: "Deep", parent: 0, title: "Deeper", markdown: "- [ ] bottom ^b1" }),
      embed({ target: "Around", parent: 0, title: "Around", state: "loop", markdown: null }),
    ];
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (url: string) => {
      asked.push(String(url));
      return Response.json({
        result: { data: String(url).includes("embeds") ? { items, has_more: false } : { items: [] } },
      });
    });
    show("# Total\n\n![[Costs]]");
    await screen.findByRole("region", { name: "Deeper" });
    expect(screen.getAllByRole("heading", { name: /Total/ })).toHaveLength(2);
    expect(document.querySelectorAll("[id='h-total'], [id='^b1']")).toHaveLength(1);
    expect((screen.getByRole("checkbox", { name: "bottom" }) as HTMLInputElement).disabled).toBe(true);
    expect(screen.getByText("is shown around this already")).toBeTruthy();
    expect(asked.filter((url) => url.includes("noteLinks.embeds"))).toHaveLength(1);
  });

  it("is a link where it can't be had, and nothing where it is not there for the reader", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    show("![[Plan]] ![[Secret]]");
    expect(screen.getByRole("link", { name: "The plan" })).toBeTruthy();
    expect(screen.getByText("Secret").tagName).toBe("SPAN");
  });
});
