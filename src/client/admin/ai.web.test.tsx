import { cleanup, fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { afterEach, expect, test, vi } from "vitest";
import type { AiAdmin } from "#/client/admin/ai-admin.ts";
import { AiEditPage } from "#/client/admin/ai-edit-page.tsx";
import { AiGatewayPage } from "#/client/admin/ai-gateway-page.tsx";
import { AiListPage } from "#/client/admin/ai-list-page.tsx";
import { AiPluginsPage } from "#/client/admin/ai-plugins-page.tsx";
import { AiRatings } from "#/client/admin/ai-ratings.tsx";
import { AiUsagePage } from "#/client/admin/ai-usage-page.tsx";
import { participant } from "#/client/rooms/overview.testing.ts";
import { showInSettings } from "#/client/shell/testing/settings.tsx";
import { defaultHelper } from "#/domain/ai/helper-defaults.ts";
import type { AiParticipant } from "#/domain/ai/schema.ts";
import type { AiSettings } from "#/domain/ai/settings.ts";
import type { PluginInfo } from "#/domain/ai/tool-inputs.ts";
import { SwError } from "#/domain/errors.ts";

afterEach(cleanup);

const mira: AiParticipant = {
  participant: participant("mira", { participant_type: "model", model: "scai-large" }),
  description: "Answers questions",
  system_prompt: "You are Mira.",
  plugins: ["scaiwave.calculator"],
  sampling: { temperature: 0.3 },
  response_mode: null,
  monthly_token_cap: 2_000,
  tokens_this_month: 500,
  helper: defaultHelper,
  demo: true,
  created_at: "2026-03-02T09:00:00.000Z",
  deactivated_at: null,
};
const plugin = (id: string, side_effects: boolean): PluginInfo => ({
  id: `scaiwave.${id}`,
  name: id.charAt(0).toUpperCase() + id.slice(1),
  version: "1.0.0",
  description: `What ${id} does.`,
  permissions: [],
  scope: "private",
  enabled: true,
  tools: [{ name: `use_${id}`, description: "", usage: null, side_effects }],
});
const plugins = [plugin("calculator", false), plugin("reminders", true)];
const settings: AiSettings = {
  gateway_url: null,
  has_gateway_key: false,
  credentials: "tenant",
  default_model: null,
  models: null,
  hidden: false,
  answers: "demo",
};
const ok = <T,>(value: T) => ({ ok: true, value }) as const;

/** A server that does as it is told and remembers what that was. */
function adminThat(more: Partial<AiAdmin> = {}) {
  const asked: unknown[] = [];
  const heard =
    <T,>(what: string, answer: T) =>
    async (input?: unknown): Promise<T> => {
      asked.push([what, input]);
      return answer;
    };
  const admin: AiAdmin = {
    create: heard("create", mira),
    update: heard("update", mira),
    configureHelper: heard("configureHelper", mira),
    deactivate: heard("deactivate", mira),
    reactivate: heard("reactivate", mira),
    tryOut: heard("tryOut", { answer: "42", model: "m", demo: true, prompt_tokens: 5, completion_tokens: 2 }),
    models: heard("models", []),
    updateSettings: heard("updateSettings", settings),
    check: heard("check", { works: false, problem: "The gateway refused the key.", models: 0, took_ms: 12 }),
    togglePlugin: heard("togglePlugin", null),
    invocationsBefore: heard("invocationsBefore", { items: [], has_more: false, next_cursor: null }),
    ratingsFrom: heard("ratingsFrom", { items: [], has_more: false }),
    ...more,
  };
  return { admin, asked };
}

function editor(ai: AiParticipant | null, given = adminThat()) {
  const done: AiParticipant[] = [];
  const shown = showInSettings(
    "/admin/ai/one",
    () => (
      <AiEditPage
        ai={ok(ai)}
        models={ok([])}
        plugins={ok(plugins)}
        again={() => undefined}
        admin={given.admin}
        onDone={(each) => done.push(each)}
      />
    ),
    ["admin"],
  );
  return { ...shown, ...given, done };
}
const field = (name: string) => screen.getByRole("textbox", { name });
const write = (name: string, value: string) => fireEvent.input(field(name), { target: { value } });
const press = (name: RegExp) => fireEvent.click(screen.getByRole("button", { name }));

test("the list says of each AI what it is, that the demo model answers, and what it spent", () => {
  const off = {
    ...mira,
    participant: participant("abacus", { participant_type: "helper" }),
    deactivated_at: "2026-01-01",
  };
  showInSettings("/admin/ai", () => <AiListPage ais={ok({ items: [mira, off], has_more: false })} again={() => {}} />, [
    "admin",
  ]);
  const row = screen.getByRole("link", { name: /^Mira/ });
  expect(within(row).getByText("AI demo")).toBeTruthy();
  expect(within(row).getByText("500 of 2,000 tokens this month")).toBeTruthy();
  expect(within(screen.getByRole("link", { name: /^Abacus/ })).getByText("Off")).toBeTruthy();
});

test("a new AI is made of what was written, with an empty cap as none and 0 as nothing", async () => {
  const { asked, done } = editor(null);
  write("Name", "Nova");
  write("Short name", "nova");
  write("Prompt", "You help.");
  write("Tokens a month", "0");
  fireEvent.click(screen.getByRole("checkbox", { name: "Reminders" }));
  press(/^Make assistant/);
  await waitFor(() => expect(done).toHaveLength(1));
  expect(asked).toEqual([
    [
      "create",
      {
        display_name: "Nova",
        description: null,
        model: null,
        system_prompt: "You help.",
        plugins: ["scaiwave.calculator", "scaiwave.reminders"],
        sampling: {},
        response_mode: null,
        monthly_token_cap: 0,
        local_id: "nova",
        participant_type: "model",
      },
    ],
  ]);
});

test("one that exists keeps its short name, shows what asks first, and tells a refusal where it was asked", async () => {
  const refused = adminThat({ update: () => Promise.reject(new SwError("SW_NAME_TAKEN")) });
  const { done } = editor(mira, refused);
  expect((field("Short name") as HTMLInputElement).readOnly).toBe(true);
  expect(screen.getByText("use_reminders · asks first")).toBeTruthy();
  expect(screen.queryByText("use_calculator · asks first")).toBeNull();
  press(/^Save/);
  await screen.findByText("Someone here has this short name already.");
  expect(done).toEqual([]);
});

test("a question is tried with the prompt as it is written, before it is saved", async () => {
  const { asked } = editor(mira);
  write("Prompt", "You are brief.");
  write("A question", "6 times 7?");
  press(/^Ask/);
  await screen.findByText("42");
  expect(asked).toEqual([["tryOut", { participant_id: "mira", query: "6 times 7?", system_prompt: "You are brief." }]]);
});

test("the gateway page says what answers, tests it, and sends a key once without keeping it in sight", async () => {
  const given = adminThat();
  showInSettings(
    "/admin/ai/models",
    () => <AiGatewayPage settings={ok(settings)} models={ok([])} again={() => {}} admin={given.admin} />,
    ["admin"],
  );
  expect(screen.getByText("The built-in demo model answers")).toBeTruthy();
  press(/^Test/);
  await screen.findByText("The gateway refused the key.");
  write("Address", "https://ai.example.com/v1");
  const key = screen.getByLabelText("Key") as HTMLInputElement;
  expect(key.type).toBe("password");
  fireEvent.input(key, { target: { value: "sk-1" } });
  press(/^Save/);
  await waitFor(() => expect(key.value).toBe(""));
  expect(given.asked.at(-1)).toEqual([
    "updateSettings",
    { gateway_url: "https://ai.example.com/v1", gateway_key: "sk-1" },
  ]);
});

test("a plugin is turned off by its switch", async () => {
  const given = adminThat();
  showInSettings(
    "/admin/ai/plugins",
    () => <AiPluginsPage plugins={ok(plugins)} again={() => {}} toggle={given.admin.togglePlugin} />,
    ["admin"],
  );
  fireEvent.click(screen.getAllByRole("switch")[1]!);
  await waitFor(() =>
    expect(given.asked).toEqual([["togglePlugin", { plugin_id: "scaiwave.reminders", enabled: false }]]),
  );
});

test("the page of costs tells each AI's month and each call, and nothing that was said", () => {
  const call = {
    id: "1",
    purpose: "turn",
    participant_id: "mira",
    asker_id: "ana",
    room_id: null,
    turn_id: null,
    model: "scai-large",
    outcome: "failed",
    code: "SW_AI_UNAVAILABLE",
    prompt_tokens: 1_000,
    completion_tokens: 240,
    measured: false,
    first_chunk_ms: null,
    total_ms: 1_500,
    at: "2026-03-02T09:00:00.000Z",
  } as const;
  const line = {
    participant_id: "mira",
    display_name: "Mira",
    month: "2026-03",
    spent: 900,
    held: 100,
    monthly_token_cap: 1_000,
  };
  showInSettings(
    "/admin/ai/usage",
    () => (
      <AiUsagePage
        spend={ok({ items: [line] })}
        invocations={ok({ items: [call], has_more: false, next_cursor: null })}
        older={adminThat().admin.invocationsBefore}
        ratings={ok({ items: [], has_more: false })}
        ratingsFrom={adminThat().admin.ratingsFrom}
        again={() => {}}
      />
    ),
    ["admin"],
  );
  expect(screen.getByText("1,000 of 1,000 tokens this month")).toBeTruthy();
  const row = screen.getAllByRole("row")[1]!;
  expect(within(row).getByText(/1,240/)).toBeTruthy();
  expect(within(row).getByText("estimated")).toBeTruthy();
  expect(within(row).getByText("SW_AI_UNAVAILABLE")).toBeTruthy();
});

test("what people say of answers is told with who said it and why, and older ones on request", async () => {
  const rated = (event_id: string, rating: "up" | "down", reason: string | null) =>
    ({ event_id, room_id: "room", participant_id: "mira", rater_id: "ana", rating, reason, at: "2026-03-02T09:00:00.000Z" }) as const; // biome-ignore format: one rating
  const older = { items: [rated("2", "up", null)], has_more: false };
  const from = vi.fn(async (_offset: number) => older);
  const first = { items: [rated("1", "down", "The date is wrong.")], has_more: true };
  showInSettings("/admin/ai/usage", () => <AiRatings first={first} from={from} />, ["admin"]);
  expect(screen.getAllByRole("row")[1]!.textContent).toMatch(/Poor answer.*The date is wrong\./);
  fireEvent.click(screen.getByRole("button", { name: "Show older" }));
  await waitFor(() => expect(screen.getAllByRole("row")[2]!.textContent).toMatch(/Good answer.*–/));
  expect(from.mock.calls).toEqual([[1]]);
  expect(screen.queryByRole("button", { name: "Show older" })).toBeNull();
});
