import { cleanup, fireEvent, render, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { registerCommand } from "#/client/messages/commands.ts";
import { Composer } from "#/client/messages/composer.tsx";
import { installComposerDom } from "#/client/messages/testing/composer-dom.ts";
import { typeInto } from "#/client/messages/testing/open-composer.tsx";
import { InRoom, ids, roomView } from "#/client/messages/testing/room.tsx";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import type { Session } from "#/client/shell/session.tsx";
import { SwError } from "#/domain/errors.ts";

beforeEach(installComposerDom);
const kept = { ...roomVerbs };
afterEach(() => {
  cleanup();
  Object.assign(roomVerbs, kept);
});

function open(power = 100) {
  let rows!: ReturnType<Session["timeline"]>;
  let layer!: ReturnType<typeof useLayers>["layer"];
  function Peek() {
    layer = useLayers().layer;
    return null;
  }
  render(() => (
    <InRoom
      view={{ ...roomView([]), power_level: power }}
      onSession={(made) => {
        rows = made.timeline(() => ids.room);
      }}
    >
      <Composer roomId={ids.room} />
      <Peek />
    </InRoom>
  ));
  const field = () => screen.getByRole<HTMLTextAreaElement>("textbox");
  return { field, layer: () => layer(), said: () => rows().map((row) => row.value.message.content.body) };
}

/** With a space after it, so that no list of people takes the key. */
function enter(field: HTMLTextAreaElement, text: string): void {
  typeInto(field, `${text} `);
  fireEvent.keyDown(field, { key: "Enter" });
}

describe("slash commands", () => {
  test("a slash at the beginning lists them with their arguments, told to those who listen, and Tab takes one", async () => {
    const { field } = open();
    typeInto(field(), "/to");
    const option = await screen.findByRole("option");
    expect(option.textContent).toBe("/topic [words]Say what this room is for");
    expect(screen.getByText("1 command. topic [words]: Say what this room is for")).toBeDefined();
    fireEvent.keyDown(field(), { key: "Tab" });
    expect(field().value).toBe("/topic ");
    typeInto(field(), "/topic ");
    expect(await screen.findByText("/topic [words]")).toBeDefined();
    expect(screen.queryByRole("option")).toBeNull();
  });

  test("Esc closes the list and keeps the text", async () => {
    const { field } = open();
    typeInto(field(), "/");
    await screen.findAllByRole("option");
    fireEvent.keyDown(field(), { key: "Escape" });
    expect(screen.queryByRole("option")).toBeNull();
    expect(field().value).toBe("/");
  });

  test("a command is followed and nothing is said; Ctrl+Up calls it back", async () => {
    const asked: unknown[] = [];
    roomVerbs.setTopic = ((...input: unknown[]) => Promise.resolve(asked.push(input))) as never;
    const { field, said } = open();
    enter(field(), "/topic What we build");
    await waitFor(() => expect(asked).toEqual([[ids.room, "What we build"]]));
    await waitFor(() => expect(field().value).toBe(""));
    expect(said()).toEqual([]);
    fireEvent.keyDown(field(), { key: "ArrowUp", ctrlKey: true });
    expect(field().value).toBe("/topic What we build");
  });

  test("written whole, Enter follows it although the list stands open", async () => {
    const { field } = open();
    typeInto(field(), "/help");
    await screen.findByRole("option");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(await screen.findByText(/Only you can see this/)).toBeDefined();
    expect(screen.getByText("/mute [1h, 8h, tomorrow or off]")).toBeDefined();
  });

  test("one that does not exist is told to its caller alone, and can be sent as text", async () => {
    const { field, said } = open();
    enter(field(), "/shrug why not");
    expect((await screen.findByRole("alert")).textContent).toBe("There is no command /shrug here. Nobody was told.");
    expect(said()).toEqual([]);
    expect(field().value).toBe("/shrug why not ");
    fireEvent.click(screen.getByRole("button", { name: "Send as text" }));
    expect(said()).toEqual(["/shrug why not"]);
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("a second slash says it as words, and paths are words", () => {
    const { field, said } = open();
    enter(field(), "//topic is the command");
    enter(field(), "/usr/bin is full");
    expect(said()).toEqual(["/topic is the command", "/usr/bin is full"]);
  });

  test("a refusal keeps the text, and goes when one writes on", async () => {
    roomVerbs.setTopic = (() => Promise.reject(new SwError("SW_ROOM_FROZEN"))) as never;
    const { field } = open();
    enter(field(), "/topic New");
    expect((await screen.findByRole("alert")).textContent).toContain("archived");
    expect(field().value).toBe("/topic New ");
    typeInto(field(), "/topic New words");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test.each([
    ["/topic New", "Needs power level"],
    ["/kick @bram", "Needs power level"],
    ["/kick @nobody", "Nobody here is called @nobody."],
    ["/kick @chen", "Chen Li is not in this room."],
    ["/invite @bram", "Bram Okafor is in this room already."],
    ["/mute for ever", "Write 1h, 8h, tomorrow or off"],
    ["/dm", "Say who, such as @ana."],
    ["/dm @ana", "That is you."],
  ])("%s is refused with a sentence where one may not, or where it means nobody", async (text, sentence) => {
    const { field } = open(0);
    enter(field(), text);
    expect((await screen.findByRole("alert")).textContent).toContain(sentence);
  });

  test.each([
    ["/leave", { is: "leave", roomId: ids.room }],
    ["/archive", { is: "end-room", act: "archive", roomId: ids.room }],
    ["/invite", { is: "invite", roomId: ids.room }],
    ["/kick @bram", { is: "kick", roomId: ids.room, participantId: ids.bram }],
    ["/status", { is: "status" }],
    ["/shortcuts", { is: "shortcuts" }],
    ["/join", { is: "directory" }],
  ])("%s opens its dialog", async (text, layer) => {
    const { field, layer: open_ } = open();
    enter(field(), text);
    await waitFor(() => expect(open_()).toEqual(layer));
    await waitFor(() => expect(field().value).toBe(""));
  });

  test.each([
    ["/mute", (until: string) => until.startsWith("9999")],
    ["/mute 1h", (until: string) => Math.abs(Date.parse(until) - Date.now() - 3_600_000) < 60_000],
    ["/mute off", (until: string | null) => until === null],
  ] as [string, (until: string) => boolean][])("%s asks the server for the right moment", async (text, isRight) => {
    const asked: string[] = [];
    roomVerbs.mute = ((input: { muted_until: string }) => Promise.resolve(asked.push(input.muted_until))) as never;
    const { field } = open();
    enter(field(), text);
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(isRight(asked[0]!)).toBe(true);
  });

  test("later features add theirs, for the places that they mean", async () => {
    const forget = registerCommand({
      name: "tell",
      hint: "",
      summary: "A test",
      isHere: ({ rootId }) => rootId === null,
      run: () => ({ say: "Told." }),
    });
    try {
      expect(() => registerCommand({ name: "tell", hint: "", summary: "", run: () => undefined })).toThrow("already");
      const { field } = open();
      enter(field(), "/tell");
      expect(await screen.findByText(/Told\./)).toBeDefined();
    } finally {
      forget();
    }
  });
});
