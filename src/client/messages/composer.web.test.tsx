import { cleanup, fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { composingOf } from "#/client/messages/composing.ts";
import { installComposerDom } from "#/client/messages/testing/composer-dom.ts";
import { openComposer, typeInto } from "#/client/messages/testing/open-composer.tsx";
import { id, ids, roomView, said } from "#/client/messages/testing/room.tsx";

beforeEach(installComposerDom);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("the composer", () => {
  test("Enter sends what was written, at once on screen, and leaves an empty field with the focus", () => {
    const { field, timeline } = openComposer();
    typeInto(field(), "  Hello **all**  ");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(timeline().map((item) => item.message.content)).toEqual([{ msgtype: "swp.text", body: "Hello **all**" }]);
    expect(timeline()[0]?.pending?.kind).toBe("send");
    expect(field().value).toBe("");
    expect(document.activeElement).toBe(field());
  });

  test.each([
    ["#design", {}, "Message #design"],
    ["a person", { room_type: "dm", name: null, dm_participant_ids: [ids.ana, ids.bram] }, "Message Bram Okafor"],
    ["an AI", { room_type: "dm", name: null, dm_participant_ids: [ids.ana, ids.mira] }, "Ask Mira"],
  ] as const)("says to whom one writes: %s", (_, more, words) => {
    const dm_participant_ids = "dm_participant_ids" in more ? [...more.dm_participant_ids] : null;
    const { field } = openComposer(roomView([], { ...more, dm_participant_ids }));
    expect([field().placeholder, field().getAttribute("aria-label")]).toEqual([words, words]);
  });

  test("Enter of an input method, Shift+Enter and Enter in an open fence send nothing", () => {
    const { field, timeline } = openComposer();
    typeInto(field(), "日本");
    fireEvent.keyDown(field(), { key: "Enter", isComposing: true });
    fireEvent.keyDown(field(), { key: "Enter", keyCode: 229 });
    fireEvent.keyDown(field(), { key: "Enter", shiftKey: true });
    typeInto(field(), "```\ncode");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(timeline()).toEqual([]);
  });

  test("nothing but spaces is not sent", () => {
    const { field, timeline } = openComposer();
    typeInto(field(), " \n ");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(timeline()).toEqual([]);
  });

  test("@ offers people, Tab takes the first, and the message names them by id", () => {
    const { field, timeline } = openComposer();
    typeInto(field(), "ask @mi");
    expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual(["MiraAI@mira"]);
    expect(field().getAttribute("aria-activedescendant")).toBe(screen.getByRole("option").id);
    expect(screen.getByText("1 person. Mira, AI")).toBeDefined();
    fireEvent.keyDown(field(), { key: "Tab" });
    expect(field().value).toBe("ask @mira ");
    expect(screen.queryByRole("option")).toBeNull();
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(timeline()[0]?.message.content).toMatchObject({ body: "ask @mira", mentions: [ids.mira] });
  });

  test("those who are not in the room come last and are told apart, and Esc closes without losing text", () => {
    const { field } = openComposer();
    typeInto(field(), "@");
    const options = screen.getAllByRole("option").map((option) => option.textContent);
    expect(options).toHaveLength(3);
    expect(options.at(-1)).toContain("not in this room");
    fireEvent.keyDown(field(), { key: "Escape" });
    expect(screen.queryByRole("option")).toBeNull();
    expect(field().value).toBe("@");
  });

  test("a code of an emoji becomes it as its last colon is typed, and what was pasted does when it is sent", async () => {
    const { field, timeline } = openComposer();
    typeInto(field(), "off we go :rocket:");
    await waitFor(() => expect(field().value).toBe("off we go 🚀"));
    typeInto(field(), ":tada: and `:tada:` at 10:30:45");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(timeline()[0]?.message.content.body).toBe("🎉 and `:tada:` at 10:30:45");
  });

  test("Esc in an empty field goes to the newest message, and with words in it does nothing", () => {
    const { field, session } = openComposer();
    let gone = 0;
    composingOf(session, ids.room, null).attachTimeline(() => {
      gone += 1;
      return true;
    });
    typeInto(field(), "words");
    fireEvent.keyDown(field(), { key: "Escape" });
    expect(gone).toBe(0);
    typeInto(field(), "");
    fireEvent.keyDown(field(), { key: "Escape" });
    expect(gone).toBe(1);
  });

  test("a draft outlives the composer, and goes with the message", () => {
    const first = openComposer();
    typeInto(first.field(), "not finished");
    cleanup();
    const second = openComposer();
    expect(second.field().value).toBe("not finished");
    fireEvent.keyDown(second.field(), { key: "Enter" });
    cleanup();
    expect(openComposer().field().value).toBe("");
  });

  test("a letter typed elsewhere goes to the field, a shortcut and a space on a button do not", () => {
    const { field } = openComposer();
    const elsewhere = screen.getByRole("button", { name: "elsewhere" });
    elsewhere.focus();
    fireEvent.keyDown(elsewhere, { key: " " });
    fireEvent.keyDown(elsewhere, { key: "k", ctrlKey: true });
    fireEvent.keyDown(elsewhere, { key: "Tab" });
    expect(document.activeElement).toBe(elsewhere);
    fireEvent.keyDown(elsewhere, { key: "h" });
    expect(document.activeElement).toBe(field());
  });

  test("more than 64 KB is counted, refused here, and not lost", () => {
    const { field, timeline } = openComposer();
    const long = "x".repeat(66_000);
    typeInto(field(), long);
    expect(screen.getByText(/^Too long by [\d,]+ bytes$/)).toBeDefined();
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(timeline()).toEqual([]);
    expect(field().value).toBe(long);
    expect(screen.getByRole("alert").textContent).toContain("over 64 KB");
  });

  test("an archived room says so in the field's place", () => {
    openComposer(roomView([said(ids.bram, "x", { id: id(900) })], { state: "archived" }));
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(screen.getByText("This room is archived. Nothing new can be written here.")).toBeDefined();
  });

  test("Enter goes on in a list, ends it on an empty item, and Ctrl+Enter sends from there", () => {
    const { field, timeline } = openComposer();
    typeInto(field(), "- bread");
    expect(screen.getByText(/Enter goes on, .* sends/)).toBeDefined();
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(field().value).toBe("- bread\n- ");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(field().value).toBe("- bread\n");
    typeInto(field(), "> said");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(field().value).toBe("> said\n> ");
    expect(timeline()).toEqual([]);
    typeInto(field(), "- bread\n- milk");
    fireEvent.keyDown(field(), { key: "Enter", ctrlKey: true });
    expect(timeline()[0]?.message.content.body).toBe("- bread\n- milk");
  });

  test("Enter behind three backticks makes the end of the fence too, and Tab sets an item further in", () => {
    const { field } = openComposer();
    typeInto(field(), "```ts");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(field().value).toBe("```ts\n\n```");
    expect(field().selectionStart).toBe(6);
    typeInto(field(), "- a\n- b");
    fireEvent.keyDown(field(), { key: "Tab" });
    expect(field().value).toBe("- a\n  - b");
    fireEvent.keyDown(field(), { key: "Tab", shiftKey: true });
    expect(field().value).toBe("- a\n- b");
  });

  test("formatted text is pasted as Markdown, and with Ctrl+Shift+V as words", async () => {
    const { field } = openComposer();
    const paste = () =>
      fireEvent.paste(field(), {
        clipboardData: { getData: (type: string) => (type === "text/html" ? "<b>bold</b> words" : "bold words") },
      });
    paste();
    expect(field().value).toBe("bold words");
    await waitFor(() => expect(field().value).toBe("**bold** words"));
    typeInto(field(), "");
    fireEvent.keyDown(field(), { key: "V", ctrlKey: true, shiftKey: true });
    paste();
    // The browser itself inserts what is left to it, which this one does not.
    expect(field().value).toBe("");
  });

  test("# offers rooms from the first letter and writes a link; : offers emoji from the second", async () => {
    const { field } = openComposer();
    typeInto(field(), "see #d");
    expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual(["design"]);
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(field().value).toMatch(/^see \[#design\]\(\/w\/[^)]+\) $/);
    typeInto(field(), ":r");
    expect(screen.queryByRole("option")).toBeNull();
    typeInto(field(), ":rock");
    await waitFor(() => expect(screen.getAllByRole("option")[0]?.textContent).toContain("🚀"));
    fireEvent.keyDown(field(), { key: "Tab" });
    expect(field().value).toBe("🚀 ");
  });

  test("who is mentioned but not here is told, with an invitation", async () => {
    const { field, timeline } = openComposer({ ...roomView([]), power_level: 100 });
    typeInto(field(), "ask @chen about it");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(timeline()[0]?.message.content.mentions).toEqual([ids.chen]);
    await waitFor(() => expect(screen.getByText("Chen Li is not in this room and won't see this.")).toBeDefined());
    expect(screen.getByRole("button", { name: /^Invite/ })).toBeDefined();
    fireEvent.click(screen.getByRole("button", { name: "Leave it" }));
    expect(screen.queryByText(/Chen Li is not/)).toBeNull();
  });

  test("@room names everyone here, and above ten people it is asked about first", async () => {
    const small = openComposer();
    typeInto(small.field(), "@room lunch");
    fireEvent.keyDown(small.field(), { key: "Enter" });
    expect(small.timeline()[0]?.message.content).toMatchObject({ body: "@room lunch", mentions_room: true });
    cleanup();

    const view = roomView([]);
    const bram = view.members[ids.bram]!;
    for (let n = 0; n < 10; n += 1) {
      const other = { ...bram.participant, id: id(500 + n), local_id: `p${n}`, display_name: `Person ${n}` };
      view.members[other.id] = { ...bram, participant_id: other.id, participant: other };
    }
    vi.stubGlobal("fetch", async (url: string) => {
      const data = { people: 48, at_night: 9 };
      return Response.json(String(url).includes("rooms.reach") ? { result: { data } } : {});
    });
    const { field, timeline } = openComposer(view);
    typeInto(field(), "@room lunch");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(timeline()).toEqual([]);
    await waitFor(() => expect(screen.getByText("Notify 48 people?")).toBeDefined());
    expect(screen.getByText("For 9 of them it is night.")).toBeDefined();
    fireEvent.click(screen.getByRole("button", { name: "Send and notify" }));
    expect(timeline()[0]?.message.content.mentions_room).toBe(true);
  });
});
