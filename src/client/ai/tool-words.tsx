import Bell from "lucide-solid/icons/bell";
import Brain from "lucide-solid/icons/brain";
import Calculator from "lucide-solid/icons/calculator";
import Globe from "lucide-solid/icons/globe";
import MessageSquareShare from "lucide-solid/icons/message-square-share";
import Search from "lucide-solid/icons/search";
import Users from "lucide-solid/icons/users";
import Wrench from "lucide-solid/icons/wrench";
import type { JSX } from "solid-js";
import { number, say, sayCount } from "#/client/language/say.ts";
import { exactTime } from "#/client/language/times.ts";
import type { ToolArgument } from "#/client/ui/ai/tool-card.tsx";
import type { ToolCall } from "#/domain/ai/schema.ts";

/** A tool of the product as people read of it. `of` is its first argument, cut short. */
type Words = {
  readonly icon: () => JSX.Element;
  readonly done: (of: string) => string;
  readonly doing: () => string;
  /** For one that asks first: what `name` wants. */
  readonly wants?: (name: string, of: string) => string;
  /** What came of it, in a word or two, from its result. */
  readonly came?: (result: string) => string;
};

const memory = { icon: () => <Brain />, doing: () => say("Looking into its memory") };

const known: Readonly<Record<string, Words | undefined>> = {
  search_messages: {
    icon: () => <Search />,
    done: (of) => say("Searched messages for “{of}”", { of }),
    doing: () => say("Searching messages"),
    came: (result) => sayCount(result.match(/^- /gm)?.length ?? 0, "{count} result", "{count} results"),
  },
  calculator: {
    icon: () => <Calculator />,
    done: (of) => say("Calculated {of}", { of }),
    doing: () => say("Calculating"),
    // “12*7 = 84”: the sum stands in the title.
    came: (result) => result.slice(result.lastIndexOf("=") + 1).trim(),
  },
  remember: { ...memory, done: () => say("Remembered something"), doing: () => say("Remembering") },
  remember_for_room: {
    ...memory,
    done: () => say("Remembered something for this room"),
    doing: () => say("Remembering"),
    wants: (name) => say("{name} wants to remember something for everyone in this room.", { name }),
  },
  recall: { ...memory, done: () => say("Looked into its memory") },
  forget: {
    ...memory,
    done: () => say("Forgot something"),
    wants: (name) => say("{name} wants to forget something it remembers.", { name }),
  },
  room_facts: { icon: () => <Users />, done: () => say("Looked at the room"), doing: () => say("Looking at the room") },
  room_messages: {
    icon: () => <Users />,
    done: () => say("Read messages of this room"),
    doing: () => say("Reading messages of this room"),
  },
  remind_me: { icon: () => <Bell />, done: () => say("Set a reminder"), doing: () => say("Setting a reminder") },
  list_reminders: {
    icon: () => <Bell />,
    done: () => say("Looked at the reminders"),
    doing: () => say("Looking at the reminders"),
  },
  cancel_reminder: {
    icon: () => <Bell />,
    done: () => say("Removed a reminder"),
    doing: () => say("Removing a reminder"),
  },
  post_message: {
    icon: () => <MessageSquareShare />,
    done: (of) => say("Posted in “{of}”", { of }),
    doing: () => say("Posting in another room"),
    wants: (name, of) => say("{name} wants to post in “{of}”.", { name, of }),
  },
  web_fetch: {
    icon: () => <Globe />,
    done: (of) => say("Read {of}", { of }),
    doing: () => say("Reading a page"),
    wants: (name) => say("{name} wants to read a page of the web.", { name }),
  },
};

const shownOfArgument = 60;
/** Longer results stand inside the card alone. */
const shownOfResult = 32;

export function toolIcon(tool: string): JSX.Element {
  return known[tool]?.icon() ?? <Wrench />;
}

/** “Searched messages for ‘invoice’”; for a call that came to nothing, what was tried. */
export function toolTitle(call: Pick<ToolCall, "tool" | "arguments" | "state">): string {
  const words = known[call.tool];
  if (call.state === "running" || call.state === "approved") return callWords(call.tool);
  if (call.state === "done") return words?.done(firstOf(call)) ?? say("Used {tool}", { tool: call.tool });
  return say("Tried {tool}", { tool: call.tool });
}

/** “Mira wants to post in ‘launch’.” */
export function toolRequest(call: Pick<ToolCall, "tool" | "arguments">, name: string): string {
  return (
    known[call.tool]?.wants?.(name, firstOf(call)) ?? say("{name} wants to use {tool}.", { name, tool: call.tool })
  );
}

/** “6 results”, “84”: what came of a call that worked, if it can be told in a word or two. */
export function toolOutcome(call: Pick<ToolCall, "tool" | "result">): string | undefined {
  const came = call.result === null ? undefined : known[call.tool]?.came?.(call.result);
  return came && came.length <= shownOfResult && !came.includes("\n") ? came : undefined;
}

/** What an AI does while a tool runs: “Searching messages”. */
export function callWords(tool: string): string {
  return known[tool]?.doing() ?? say("Using {tool}", { tool });
}

function firstOf(call: Pick<ToolCall, "arguments">): string {
  const first = toolArguments(call.arguments)[0]?.value ?? "";
  return first.length > shownOfArgument ? `${first.slice(0, shownOfArgument)}…` : first;
}

/** The arguments one by one, exactly as they will be carried out; what is no object stands as it was written. */
export function toolArguments(json: string): ToolArgument[] {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [{ name: "…", value: json }];
    return Object.entries(value).map(([name, each]) => ({
      name,
      value: typeof each === "string" ? each : JSON.stringify(each, null, 2),
    }));
  } catch {
    return json.trim() === "" ? [] : [{ name: "…", value: json }];
  }
}

/** “calling search_messages” */
function callsIn(status: string): string {
  const called = /^calling ([\w.-]+)/.exec(status)?.[1];
  if (called === "tools") return say("Working with tools");
  return called ? callWords(called) : status;
}

/** “rate limited until 2026-11-21T14:02:09.000Z” */
function waitIn(status: string, zone: string): string | undefined {
  const until = /^rate limited until (\d{4}-\d\d-\d\dT[\d:.]{8,12}Z)$/.exec(status)?.[1];
  const at = until === undefined ? Number.NaN : Date.parse(until);
  if (Number.isNaN(at)) return undefined;
  return say("The model is busy; goes on at {time}", { time: exactTime(at / 1_000, zone) });
}

/** What the stream says of a turn, such as "thinking", in the viewer's language and time zone. */
export function statusWords(status: string | null, hasText: boolean, zone: string): string {
  switch (status) {
    case null:
      return hasText ? say("Writing") : say("Thinking");
    case "thinking":
      return say("Thinking");
    case "generating":
      return say("Writing");
    default:
      return waitIn(status, zone) ?? callsIn(status);
  }
}

/** “0.8 s”; undefined where nothing ran. */
export function tookWords(ms: number | null | undefined): string | undefined {
  if (ms === null || ms === undefined) return undefined;
  return ms < 100
    ? say("{ms} ms", { ms: number(ms) })
    : say("{seconds} s", { seconds: number(Math.round(ms / 100) / 10) });
}
