import Bell from "lucide-solid/icons/bell";
import Brain from "lucide-solid/icons/brain";
import Calculator from "lucide-solid/icons/calculator";
import Globe from "lucide-solid/icons/globe";
import MessageSquareShare from "lucide-solid/icons/message-square-share";
import Search from "lucide-solid/icons/search";
import Users from "lucide-solid/icons/users";
import Wrench from "lucide-solid/icons/wrench";
import type { JSX } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { ToolArgument } from "#/client/ui/ai/tool-card.tsx";
import type { ToolCall } from "#/domain/ai/schema.ts";

/** A tool of the product as people read of it. `of` is its first argument, cut short. */
type Words = { readonly icon: () => JSX.Element; readonly done: (of: string) => string; readonly doing: () => string };

const search: Words = {
  icon: () => <Search />,
  done: (of) => say("Searched messages for “{of}”", { of }),
  doing: () => say("Searching messages"),
};

const known: Readonly<Record<string, Words | undefined>> = {
  search_messages: search,
  search,
  calculate: {
    icon: () => <Calculator />,
    done: (of) => say("Calculated {of}", { of }),
    doing: () => say("Calculating"),
  },
  remember: { icon: () => <Brain />, done: () => say("Remembered something"), doing: () => say("Remembering") },
  recall: { icon: () => <Brain />, done: () => say("Looked into its memory"), doing: () => say("Remembering") },
  forget: { icon: () => <Brain />, done: () => say("Forgot something"), doing: () => say("Remembering") },
  room_facts: { icon: () => <Users />, done: () => say("Looked at the room"), doing: () => say("Looking at the room") },
  remind: { icon: () => <Bell />, done: () => say("Set a reminder"), doing: () => say("Setting a reminder") },
  post_message: {
    icon: () => <MessageSquareShare />,
    done: () => say("Posted in another room"),
    doing: () => say("Posting in another room"),
  },
  fetch_page: { icon: () => <Globe />, done: (of) => say("Read {of}", { of }), doing: () => say("Reading a page") },
};

const shownOfArgument = 60;

export function toolIcon(tool: string): JSX.Element {
  return known[tool]?.icon() ?? <Wrench />;
}

/** “Searched messages for ‘invoice’” */
export function toolTitle(call: Pick<ToolCall, "tool" | "arguments">): string {
  const first = toolArguments(call.arguments)[0]?.value ?? "";
  const of = first.length > shownOfArgument ? `${first.slice(0, shownOfArgument)}…` : first;
  return known[call.tool]?.done(of) ?? say("Used {tool}", { tool: call.tool });
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

/** What the stream says of a turn, such as "calling search_messages", in the viewer's language. */
export function statusWords(status: string | null, hasText: boolean): string {
  if (status === null) return hasText ? say("Writing") : say("Thinking");
  const called = /^calling ([\w.-]+)/.exec(status)?.[1];
  if (called) return known[called]?.doing() ?? say("Using {tool}", { tool: called });
  if (status === "generating") return say("Writing");
  if (status === "thinking") return say("Thinking");
  if (status.startsWith("waiting")) return say("Waiting for approval");
  return status;
}
