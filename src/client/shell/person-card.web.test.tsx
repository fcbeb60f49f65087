import { cleanup, render, screen, waitFor, within } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { InRoom, ids, roomView } from "#/client/messages/testing/room.tsx";
import PersonCard from "#/client/shell/person-card.tsx";
import type { Session } from "#/client/shell/session.tsx";
import { installTopLayer } from "#/client/ui/overlays/jsdom-top-layer.ts";

beforeEach(installTopLayer);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(participantId: string, power = 0) {
  let session!: Session;
  render(() => (
    <InRoom
      view={{ ...roomView([]), power_level: power }}
      onSession={(made) => {
        session = made;
      }}
    >
      <PersonCard
        participantId={participantId}
        anchor={document.body}
        roomId={ids.room}
        slug="linden"
        onClose={() => {}}
      />
    </InRoom>
  ));
  const card = (name: string) => within(screen.getByRole("dialog", { name }));
  const verbs = (name: string) =>
    card(name)
      .getAllByRole("button")
      .map((button) => button.textContent);
  return { session, card, verbs };
}

test("a person's card tells name, handle, presence and status, and offers what one may do", () => {
  const { session, card, verbs } = show(ids.bram);
  session.store.change((draft) => {
    draft.presence[ids.bram] = "busy";
    draft.statuses[ids.bram] = { emoji: "🌴", text: "On leave", until: null };
  });
  const bram = card("Bram Okafor");
  expect(bram.getByText("Bram Okafor")).toBeDefined();
  expect(bram.getByText("@bram:localhost")).toBeDefined();
  const facts = bram.getAllByRole("listitem").map((item) => item.textContent);
  expect(facts).toEqual(["🌴 On leave", "Busy"]);
  expect(verbs("Bram Okafor")).toEqual(["Message", "Block"]);
  session.store.change((draft) => {
    draft.own.blocked = [ids.bram];
  });
  expect(verbs("Bram Okafor")).toEqual(["Message", "Unblock"]);
});

test("what the server knows of somebody is added: their time, how far ahead it is, rooms in common, and their own words", async () => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const ahead = zone === "Asia/Kathmandu" ? "Asia/Kolkata" : "Asia/Kathmandu";
  vi.stubGlobal("fetch", async (url: string) => {
    const data = { bio: "Ships on Thursdays.", timezone: ahead, shared_rooms: 3 };
    return Response.json(String(url).includes("views.person") ? { result: { data } } : {});
  });
  const bram = show(ids.bram).card("Bram Okafor");
  await waitFor(() => expect(bram.getByText("3 rooms in common")).toBeDefined());
  expect(bram.getByText("Ships on Thursdays.")).toBeDefined();
  expect(bram.getByText(/^\d\d:\d\d there, [\d.]+ h (ahead|behind)$/)).toBeDefined();
});

test("who has the power may remove them from the card, and nobody blocks an AI or themselves", () => {
  expect(show(ids.bram, 50).verbs("Bram Okafor")).toContain("Remove from room");
  cleanup();
  expect(show(ids.mira).verbs("Mira")).not.toContain("Block");
  cleanup();
  expect(show(ids.ana, 100).verbs("Ana de Vries")).toEqual(["Preferences"]);
});
