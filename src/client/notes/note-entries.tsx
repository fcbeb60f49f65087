import Archive from "lucide-solid/icons/archive";
import ArchiveRestore from "lucide-solid/icons/archive-restore";
import AtSign from "lucide-solid/icons/at-sign";
import CalendarCheck from "lucide-solid/icons/calendar-check";
import CircleCheck from "lucide-solid/icons/circle-check";
import CircleDashed from "lucide-solid/icons/circle-dashed";
import Code from "lucide-solid/icons/code";
import Copy from "lucide-solid/icons/copy";
import Download from "lucide-solid/icons/download";
import FileClock from "lucide-solid/icons/file-clock";
import FolderInput from "lucide-solid/icons/folder-input";
import MessageCircleQuestionMark from "lucide-solid/icons/message-circle-question-mark";
import MessageSquareText from "lucide-solid/icons/message-square-text";
import Pencil from "lucide-solid/icons/pencil";
import Pin from "lucide-solid/icons/pin";
import PinOff from "lucide-solid/icons/pin-off";
import Printer from "lucide-solid/icons/printer";
import Tag from "lucide-solid/icons/tag";
import Trash from "lucide-solid/icons/trash";
import type { JSX } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { MenuEntry } from "#/client/ui/overlays/menu.tsx";
import type { NoteDetails } from "#/domain/notes/schema.ts";

export type NoteVerb =
  | "rename"
  | "properties"
  | "aliases"
  | "pin"
  | "pin_today"
  | "status"
  | "comments"
  | "versions"
  | "source"
  | "assist"
  | "copy"
  | "export"
  | "print"
  | "move"
  | "archive"
  | "restore"
  | "delete";

type Given = {
  readonly note: Pick<NoteDetails, "status" | "pinned" | "can_write" | "can_manage">;
  readonly isToday: boolean;
  readonly source: boolean;
  /** There are AIs to ask. */
  readonly asksAi?: boolean | undefined;
  readonly run: (verb: NoteVerb) => void;
};

/** What one can do with a note. What one may not do is not offered. */
export function noteEntries({ note, isToday, source, asksAi, run }: Given): MenuEntry[] {
  const entry = (verb: NoteVerb, label: string, icon: () => JSX.Element, more: { danger?: true } = {}): MenuEntry => ({
    label,
    icon,
    ...more,
    onSelect: () => run(verb),
  });
  const writing: MenuEntry[] = note.can_write
    ? [
        entry("rename", say("Rename"), () => <Pencil />),
        entry("properties", say("Category and tags"), () => <Tag />),
        entry("aliases", say("Other names"), () => <AtSign />),
        entry("pin", note.pinned ? say("Unpin") : say("Pin"), () => (note.pinned ? <PinOff /> : <Pin />)),
        entry("status", note.status === "draft" ? say("Publish") : say("Make it a draft"), () =>
          note.status === "draft" ? <CircleCheck /> : <CircleDashed />,
        ),
        entry("source", source ? say("Leave source mode") : say("Edit the source"), () => <Code />),
      ]
    : [];
  const managing: MenuEntry[] = note.can_manage
    ? [
        "line",
        ...(note.status === "archived"
          ? [
              entry("restore", say("Restore"), () => <ArchiveRestore />),
              // What is deleted for good was put away before, so that nobody does it in passing.
              entry("delete", say("Delete for good"), () => <Trash />, { danger: true }),
            ]
          : [
              entry("move", say("Move to workspace"), () => <FolderInput />),
              entry("archive", say("Archive"), () => <Archive />),
            ]),
      ]
    : [];
  return [
    ...writing,
    ...(note.status !== "published" || !note.can_write
      ? []
      : [entry("pin_today", isToday ? say("Unpin from Today") : say("Pin as Today's note"), () => <CalendarCheck />)]),
    "line",
    ...(asksAi && note.status !== "archived"
      ? [entry("assist", say("Ask an AI"), () => <MessageCircleQuestionMark />)]
      : []),
    entry("comments", say("Comments"), () => <MessageSquareText />),
    entry("versions", say("Versions"), () => <FileClock />),
    "line",
    entry("copy", say("Copy as Markdown"), () => <Copy />),
    entry("export", say("Download as Markdown"), () => <Download />),
    entry("print", say("Print"), () => <Printer />),
    ...managing,
  ];
}
