import { cleanup, fireEvent, render, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Composer } from "#/client/messages/composer.tsx";
import { composingOf } from "#/client/messages/composing.ts";
import { InRoom, id, ids, roomView, said } from "#/client/messages/testing/room.tsx";
import type { Session } from "#/client/shell/session.tsx";
import type { RoomView } from "#/domain/views/state.ts";

beforeEach(() => {
  sessionStorage.clear();
  window.matchMedia ??= (() => ({ matches: false })) as unknown as typeof matchMedia;
  globalThis.CSS ??= { supports: () => true } as unknown as typeof CSS;
});
afterEach(cleanup);

function open(view: RoomView = roomView([])) {
  let session!: Session;
  let rows!: ReturnType<Session["timeline"]>;
  render(() => (
    <InRoom
      view={view}
      onSession={(made) => {
        session = made;
        rows = made.timeline(() => ids.room);
      }}
    >
      <Composer roomId={ids.room} />
      <button type="button">elsewhere</button>
    </InRoom>
  ));
  const timeline = () => rows().map((row) => row.value);
  return { session, timeline, field: () => screen.getByRole<HTMLTextAreaElement>("textbox") };
}

function type(field: HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.setSelectionRange(text.length, text.length);
  fireEvent.input(field);
}

describe("the composer", () => {
  test("Enter sends what was written, at once on screen, and leaves an empty field with the focus", () => {
    const { field, timeline } = open();
    type(field(), "  Hello **all**  ");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(timeline().map((item) => item.message.content)).toEqual([{ msgtype: "swp.text", body: "Hello **all**" }]);
    expect(timeline()[0]?.pending?.kind).toBe("send");
    expect(field().value).toBe("");
    expect(document.activeElement).toBe(field());
  });

  test("Enter of an input method, Shift+Enter and Enter in an open fence send nothing", () => {
    const { field, timeline } = open();
    type(field(), "日本");
    fireEvent.keyDown(field(), { key: "Enter", isComposing: true });
    fireEvent.keyDown(field(), { key: "Enter", keyCode: 229 });
    fireEvent.keyDown(field(), { key: "Enter", shiftKey: true });
    type(field(), "```\ncode");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(timeline()).toEqual([]);
  });

  test("nothing but spaces is not sent", () => {
    const { field, timeline } = open();
    type(field(), " \n ");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(timeline()).toEqual([]);
  });

  test("@ offers people, Tab takes the first, and the message names them by id", () => {
    const { field, timeline } = open();
    type(field(), "ask @mi");
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
    const { field } = open();
    type(field(), "@");
    const options = screen.getAllByRole("option").map((option) => option.textContent);
    expect(options).toHaveLength(3);
    expect(options.at(-1)).toContain("not in this room");
    fireEvent.keyDown(field(), { key: "Escape" });
    expect(screen.queryByRole("option")).toBeNull();
    expect(field().value).toBe("@");
  });

  test("Up edits one's last words, Enter saves them, and the draft is back", async () => {
    const own = said(ids.ana, "the first words");
    const { field, timeline } = open(roomView([own, said(ids.bram, "mine")]));
    fireEvent.keyDown(field(), { key: "ArrowUp" });
    await waitFor(() => expect(field().value).toBe("the first words"));
    type(field(), "the second words");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(timeline()[0]?.message.content.body).toBe("the second words");
    expect(timeline()[0]?.pending?.kind).toBe("edit");
    expect(field().value).toBe("");
  });

  test("Esc leaves an edit and gives the draft back", async () => {
    const own = said(ids.ana, "said before");
    const { field, session } = open(roomView([own]));
    type(field(), "half a thought");
    composingOf(session, ids.room, null).setIntent({ kind: "edit", eventId: own.id });
    await waitFor(() => expect(field().value).toBe("said before"));
    fireEvent.keyDown(field(), { key: "Escape" });
    expect(field().value).toBe("half a thought");
  });

  test("Esc in an empty field goes to the newest message, and with words in it does nothing", () => {
    const { field, session } = open();
    let gone = 0;
    composingOf(session, ids.room, null).attachTimeline(() => {
      gone += 1;
    });
    type(field(), "words");
    fireEvent.keyDown(field(), { key: "Escape" });
    expect(gone).toBe(0);
    type(field(), "");
    fireEvent.keyDown(field(), { key: "Escape" });
    expect(gone).toBe(1);
  });

  test("a reply shows what it answers and carries its id", async () => {
    const theirs = said(ids.bram, "Who takes the minutes?");
    const { field, session, timeline } = open(roomView([theirs]));
    composingOf(session, ids.room, null).setIntent({ kind: "reply", eventId: theirs.id });
    await waitFor(() => expect(screen.getByText(/Reply to Bram Okafor: Who takes the minutes\?/)).toBeDefined());
    type(field(), "I do");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(timeline().at(-1)?.message.reply_to_event_id).toBe(theirs.id);
    expect(screen.queryByText(/Reply to Bram/)).toBeNull();
  });

  test("a draft outlives the composer, and goes with the message", () => {
    const first = open();
    type(first.field(), "not finished");
    cleanup();
    const second = open();
    expect(second.field().value).toBe("not finished");
    fireEvent.keyDown(second.field(), { key: "Enter" });
    cleanup();
    expect(open().field().value).toBe("");
  });

  test("a letter typed elsewhere goes to the field, a shortcut and a space on a button do not", () => {
    const { field } = open();
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
    const { field, timeline } = open();
    const long = "x".repeat(66_000);
    type(field(), long);
    expect(screen.getByText(/^Too long by [\d,]+ bytes$/)).toBeDefined();
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(timeline()).toEqual([]);
    expect(field().value).toBe(long);
    expect(screen.getByRole("alert").textContent).toContain("over 64 KB");
  });

  test("an archived room says so in the field's place", () => {
    open(roomView([said(ids.bram, "x", { id: id(900) })], { state: "archived" }));
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(screen.getByText("This room is archived. Nothing new can be written here.")).toBeDefined();
  });
});
