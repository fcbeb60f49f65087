import { say } from "#/client/language/say.ts";
import { shortcut } from "#/client/shell/device.ts";
import type { ScreenPreferences } from "#/domain/participants/preferences.ts";

/** A line of the shortcut sheet. `id` is what a test proves it by. */
export type KeyLine = { readonly id: string; readonly what: string; readonly keys: string };

export type KeyParts = Readonly<Record<"everywhere" | "writing" | "message" | "note" | "single", readonly KeyLine[]>>;

const line = (id: string, what: string, keys: string): KeyLine => ({ id, what, keys });

/** Every key there is, in the order of the sheet. What a browser may take for itself names another way. */
export function keyParts({ send_with }: Pick<ScreenPreferences, "send_with">): KeyParts {
  const sends = send_with === "enter";
  return {
    everywhere: [
      line("switcher", say("Search or jump to"), shortcut("K")),
      line("start-dm", say("New direct message"), shortcut("K", "shift")),
      line("room", say("Next room, room before"), "Alt+↓ ↑"),
      line("unread-room", say("Next unread room, unread room before"), "Alt+Shift+↓ ↑"),
      line("back", say("Back and forward through what you viewed"), say("Alt+← → or the browser's own")),
      line(
        "mentions",
        say("Recent mentions"),
        say("{keys} or {other}", { keys: shortcut("M", "shift"), other: shortcut("K") }),
      ),
      line("write", say("Write in this room"), say("{keys} or any letter", { keys: shortcut("L", "shift") })),
      line(
        "preferences",
        say("Preferences"),
        say("{keys} or {other}", { keys: shortcut("A", "shift"), other: shortcut("K") }),
      ),
      line("react", say("React to the newest message"), shortcut("\\", "shift")),
      line("panel", say("Show or hide who is here"), shortcut(".")),
      line("wide", say("Make the panel wide, or narrow again"), shortcut(".", "shift")),
      line("region", say("From part to part of the window"), "F6"),
      line("shortcuts", say("These shortcuts"), say("{keys} or ?", { keys: shortcut("/") })),
      line("mark-read", say("Mark rooms as read"), "Shift+Esc"),
      line("escape", say("One step back; then mark read and go to the newest"), "Esc"),
    ],
    writing: [
      line("send", say("Send"), sends ? "Enter" : shortcut("Enter")),
      line("newline", say("New line"), sends ? "Shift+Enter" : "Enter"),
      line("edit", say("Edit your last message"), "↑"),
      line("reply", say("Reply to the last message of others"), "Shift+↑"),
      line("recall", say("What you sent before"), shortcut("↑")),
      line("bold", say("Bold"), shortcut("B")),
      line("italic", say("Italic"), shortcut("I")),
      line("strike", say("Struck through"), shortcut("X", "shift")),
      line("code", say("Code"), say("{keys} or {other}", { keys: shortcut("C", "shift"), other: shortcut("E") })),
      line("link", say("Make a link of the selected words"), shortcut("K")),
      line("indent", say("Indent an item of a list, or take it out"), say("Tab, Shift+Tab")),
      line("command", say("A command, as the first sign of a message"), "/"),
    ],
    message: [
      line("walk", say("Next message, message before"), "↓ ↑"),
      line("verbs", say("What one can do with a message"), "Enter"),
      line("reply-to", say("Reply"), "R"),
      line("thread", say("Reply in thread"), "T"),
      line("edit-it", say("Edit"), "E"),
      line("react-to", say("React"), "+"),
      line("unread", say("Mark unread from here"), say("U, or Alt and a click")),
      line("forward", say("Forward"), "F"),
    ],
    note: [
      line("note-edit", say("Write in the note"), "E"),
      line("note-todo", say("Tick a todo, or make one of the line"), shortcut("Enter")),
      line("note-link", say("A link to another note"), "[["),
      line("note-cell", say("From cell to cell of a table"), say("Tab, Shift+Tab")),
      line("note-panel", say("Outline and links"), shortcut(".")),
      line("note-read", say("Stop writing and read"), "Esc"),
    ],
    single: [
      line("single-walk", say("Next message, message before"), "j k"),
      line("single-unread", say("Next unread room"), "n"),
      line("single-person", say("Next unread direct message"), "p"),
      line("single-reply", say("Reply to the message that has the focus, or the newest"), "r"),
      line("single-write", say("Write"), "c"),
      line("single-dm", say("New direct message"), "x"),
      line("single-find", say("Search or jump to"), "/"),
    ],
  };
}
