import { cleanup, fireEvent, render, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { InRoom, ids, roomView } from "#/client/messages/testing/room.tsx";
import FirstRun from "#/client/shell/first-run.tsx";
import { type Session, useSession } from "#/client/shell/session.tsx";
import { installTopLayer } from "#/client/ui/overlays/jsdom-top-layer.ts";

let asked: unknown[] = [];

beforeEach(() => {
  installTopLayer();
  asked = [];
  window.matchMedia ??= (() => ({ matches: false })) as unknown as typeof matchMedia;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const procedure = String(url).split("/").pop();
    // The session asks for its own stream beside.
    if (init?.method === "POST" && !procedure?.startsWith("identity."))
      asked.push([procedure, JSON.parse(String(init.body))]);
    const data = { id: ids.room, workspace_id: ids.workspace, room_type: "group" };
    return new Response(JSON.stringify({ result: { data } }), { headers: { "content-type": "application/json" } });
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open() {
  let session!: Session;
  function Over() {
    session = useSession();
    return <FirstRun workspace={undefined} />;
  }
  render(() => (
    <InRoom view={roomView([])}>
      <Over />
    </InRoom>
  ));
  return { screen: () => session.state.own.screen };
}
const press = (name: RegExp) => fireEvent.click(screen.getByRole("button", { name }));

test("asks for a name, a workspace and where to begin, and is over with the choice of a room", async () => {
  const { screen: preferences } = open();
  screen.getByRole("dialog", { name: "What should people call you?" });
  fireEvent.input(screen.getByRole("textbox", { name: "Name" }), { target: { value: "Ana the first" } });
  press(/^Next/);
  await screen.findByRole("dialog", { name: "Where does your team work?" });
  press(/^Next/);
  await screen.findByRole("dialog", { name: "Start your first room" });
  screen.getByRole("img", { name: "Step 3 of 3" });
  press(/design/);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(preferences().welcomed).toBe(true);
  await waitFor(() =>
    expect(asked).toEqual([
      ["participants.updateProfile", { display_name: "Ana the first" }],
      ["participants.updatePreferences", { welcomed: true }],
    ]),
  );
});

test("is skipped at any step, for good", async () => {
  const { screen: preferences } = open();
  press(/^Next/);
  await screen.findByRole("dialog", { name: "Where does your team work?" });
  press(/^Skip/);
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(preferences().welcomed).toBe(true);
  await waitFor(() => expect(asked).toEqual([["participants.updatePreferences", { welcomed: true }]]));
});

test("starts a first room by its name", async () => {
  open();
  press(/^Next/);
  press(/^Next/);
  const field = await screen.findByRole("textbox", { name: "Or start a room of your own" });
  fireEvent.input(field, { target: { value: "launch" } });
  press(/^Start the room/);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked[0]).toEqual(["rooms.create", expect.objectContaining({ name: "launch" })]);
  expect(asked[1]).toEqual(["rooms.invite", { room_id: ids.room, participant_id: ids.mira }]);
});

test("makes a workspace for the team, and the first room in it, without an AI where that is not wanted", async () => {
  open();
  press(/^Next/);
  const place = await screen.findByRole("textbox", { name: "Name of the workspace" });
  fireEvent.input(place, { target: { value: "Studio North" } });
  press(/^Next/);
  const field = await screen.findByRole("textbox", { name: "Name of the room" });
  fireEvent.input(field, { target: { value: "launch" } });
  fireEvent.click(screen.getByRole("switch", { name: "Mira (AI) takes part" }));
  press(/^Start the room/);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  // The answer to the workspace, as to everything here, is one with the id of the room.
  expect(asked.slice(0, 2)).toEqual([
    ["workspaces.create", expect.objectContaining({ name: "Studio North" })],
    ["rooms.create", expect.objectContaining({ name: "launch", workspace_id: ids.room })],
  ]);
  expect(asked.some((each) => (each as [string])[0] === "rooms.invite")).toBe(false);
});
