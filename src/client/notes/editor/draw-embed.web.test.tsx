import "fake-indexeddb/auto";
import { cleanup, render, waitFor } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { createEmbedDrawing } from "#/client/notes/editor/draw-embed.tsx";
import NoteEditor from "#/client/notes/editor/note-editor.tsx";
import { layoutShims } from "#/client/notes/editor/testing/layout-shims.ts";
import { newServer } from "#/client/notes/editor/testing/mount-note.tsx";
import { overview } from "#/client/rooms/overview.testing.ts";
import { type Session, SessionContext } from "#/client/shell/session.tsx";
import { server } from "#/client/sync/server.ts";
import { createSync } from "#/client/sync/sync.ts";
import { createToaster } from "#/client/ui/overlays/toaster.ts";

beforeAll(layoutShims);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const none = async () => [];
const embed = (more: object) => ({
  parent: null,
  target: "Plan",
  state: "shown",
  note_id: "n-plan",
  title: "The plan",
  path: "/w/acme/n/the-plan-1",
  markdown: "Words of the plan",
  ...more,
});

/** The editor of a note whose embeds the server tells. */
function open(text: string, items: object[]) {
  const answer = (url: string | URL) =>
    Response.json({ result: { data: String(url).includes("embeds") ? { items, has_more: false } : { items: [] } } });
  const fetched = vi.fn(async (url: string | URL) => answer(url));
  vi.stubGlobal("fetch", fetched);
  const session: Session = { ...createSync({ overview: overview([]) }, { server }), toaster: createToaster() };
  const shared = newServer(text);
  const [markdown, setMarkdown] = createSignal(text);
  function Writing() {
    const drawEmbed = createEmbedDrawing({
      noteId: shared.noteId,
      workspaceId: "w",
      resolutions: [],
      get markdown() {
        return markdown();
      },
    });
    return (
      <NoteEditor
        noteId={shared.noteId}
        workspaceId="w"
        initialText={text}
        me={{ id: "me", display_name: "Ana" }}
        canWrite
        onChip={() => undefined}
        onEditors={() => undefined}
        onOutline={() => undefined}
        onText={setMarkdown}
        complete={{ notes: none, people: none, emoji: none }}
        open={() => shared.open("me")}
        drawEmbed={drawEmbed}
      />
    );
  }
  const { container } = render(() => (
    <SessionContext.Provider value={session}>
      <Writing />
    </SessionContext.Provider>
  ));
  const asked = () => fetched.mock.calls.filter(([url]) => String(url).includes("noteLinks.embeds")).length;
  return { box: () => container.querySelector(".nt-box-embed"), asked };
}

test("what a note shows inside itself is drawn while one writes, as it is read", async () => {
  const { box } = open("before\n\n![[Plan]]\n", [
    embed({ markdown: "Words ![[Around]]" }),
    embed({ parent: 0, target: "Around", state: "loop", title: "Around", markdown: null }),
  ]);
  await waitFor(() => expect(box()?.textContent).toContain("Words"));
  expect(box()!.querySelector("a")?.textContent).toBe("The plan");
  expect(box()!.textContent).toContain("is shown around this already");
});

test("what one may not see looks like what is not there", async () => {
  const { box, asked } = open("before\n\n![[Plan]]\n", [
    embed({ state: "missing", note_id: null, title: null, path: null, markdown: null }),
  ]);
  await waitFor(() => expect(asked()).toBe(1));
  await waitFor(() => expect(box()?.textContent?.trim()).toBe("Plan"));
  expect(box()!.querySelector("a")).toBeNull();
});
