import { cleanup, fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { afterEach, expect, test, vi } from "vitest";
import RoomAiDialog from "#/client/ai/room-ai-dialog.tsx";
import { member, participant } from "#/client/rooms/overview.testing.ts";
import { type Scene, showInRoom } from "#/client/rooms/showing.testing.tsx";
import type { RoomAiOverview } from "#/domain/ai/settings.ts";
import { SwError } from "#/domain/errors.ts";

const told = vi.hoisted(() => ({ asked: [] as unknown[], now: undefined as unknown, refusal: null as unknown }));

vi.mock("#/client/sync/api.ts", () => {
  const heard = (what: string) => ({
    mutate: async (input: unknown) => {
      told.asked.push([what, input]);
      if (told.refusal) throw told.refusal;
      return told.now;
    },
  });
  return {
    faultOf: (error: unknown) => ({ kind: "refused", error, retryAfterMs: null }),
    api: {
      ai: {
        room: { query: async () => told.now },
        setEngagement: heard("engagement"),
        setResponseMode: heard("mode"),
        setPrompt: heard("prompt"),
        setTemperature: heard("temperature"),
      },
      aiTools: {
        roomPlugins: {
          query: async () => [
            { plugin_id: "scaiwave.web", name: "Web", enabled: false, enabled_for_tenant: false },
            { plugin_id: "scaiwave.calculator", name: "Calculator", enabled: true, enabled_for_tenant: true },
          ],
        },
        toggleInRoom: heard("plugin"),
      },
    },
  };
});

afterEach(() => {
  cleanup();
  told.asked.length = 0;
  told.refusal = null;
});

const mira = member("mira", { participant: participant("mira", { participant_type: "model" }) });
const overview: RoomAiOverview = {
  defaults: { engagement: null, keywords: [], response_mode: null, plugins: {} },
  participants: [
    {
      participant_id: "mira",
      engagement: "keyword",
      keywords: ["launch"],
      response_mode: null,
      system_prompt: null,
      sampling: {},
      demo: true,
      compacted: false,
    },
  ],
};

async function show(scene: Scene, now = overview) {
  told.now = now;
  const shown = showInRoom({ members: [mira], ...scene }, () => (
    <RoomAiDialog layer={{ is: "room-ai", roomId: "design" }} workspace={undefined} onClose={() => {}} />
  ));
  await screen.findByRole("dialog");
  return shown;
}
const about = () => screen.findByRole("region", { name: "Mira" });

test("says of each AI when it answers, and sends what is chosen for that one alone", async () => {
  await show({ power: 50 });
  const region = await about();
  expect(within(region).getByText("AI demo")).toBeTruthy();
  fireEvent.click(within(region).getByRole("button", { name: "When Mira answers, On keywords" }));
  await Promise.resolve();
  fireEvent.click(screen.getByRole("menuitemradio", { name: "When mentioned" }));
  await waitFor(() =>
    expect(told.asked).toEqual([["engagement", { room_id: "design", participant_id: "mira", mode: "mention" }]]),
  );
});

test("keywords are words between commas, once each", async () => {
  await show({ power: 50 });
  const field = within(await about()).getByRole("textbox", { name: "Keywords" });
  fireEvent.input(field, { target: { value: "launch, go  live,, launch" } });
  fireEvent.submit(field.closest("form")!);
  await waitFor(() =>
    expect(told.asked).toEqual([
      ["engagement", { room_id: "design", participant_id: "mira", mode: "keyword", keywords: ["launch", "go  live"] }],
    ]),
  );
});

test("who has too little power sees everything, changes nothing, and reads why", async () => {
  await show({ power: 0 });
  const region = await about();
  const choice = within(region).getByRole("button", { name: "When Mira answers, On keywords" });
  expect(choice.getAttribute("aria-description")).toBe("Needs power level 50. You have 0.");
  expect(
    (within(region).getByRole("textbox", { name: "Added to its prompt here" }) as HTMLTextAreaElement).readOnly,
  ).toBe(true);
  fireEvent.click(choice);
  expect(screen.queryByRole("menu")).toBeNull();
  expect(told.asked).toEqual([]);
});

test("what the server has off can't be turned on in a room", async () => {
  await show({ power: 100 });
  const [web, calculator] = await screen.findAllByRole("switch");
  expect(web!.getAttribute("aria-disabled")).toBe("true");
  fireEvent.click(calculator!);
  await waitFor(() =>
    expect(told.asked).toEqual([["plugin", { room_id: "design", plugin_id: "scaiwave.calculator", enabled: false }]]),
  );
});

test("a toggle that is refused says why beside its plugin, and stands as it stood", async () => {
  await show({ power: 100 });
  told.refusal = new SwError("SW_ROOM_FROZEN");
  fireEvent.click((await screen.findAllByRole("switch"))[1]!);
  expect((await screen.findByRole("alert")).textContent).toBe(new SwError("SW_ROOM_FROZEN").message);
  await waitFor(() => expect((screen.getAllByRole("switch")[1] as HTMLInputElement).checked).toBe(true));
});

test("a room without AI says how to bring one in", async () => {
  const { opened } = await show({ power: 100, members: [] }, { ...overview, participants: [] });
  fireEvent.click(await screen.findByRole("button", { name: /^Invite an assistant/ }));
  expect(opened()).toEqual({ is: "invite", roomId: "design" });
});
