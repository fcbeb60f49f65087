import Code from "lucide-solid/icons/code";
import Copy from "lucide-solid/icons/copy";
import CornerUpLeft from "lucide-solid/icons/corner-up-left";
import SmilePlus from "lucide-solid/icons/face-slightly-smiling-plus";
import Flag from "lucide-solid/icons/flag";
import Forward from "lucide-solid/icons/forward";
import Link from "lucide-solid/icons/link";
import MessageSquareDot from "lucide-solid/icons/message-square-dot";
import MessageSquareText from "lucide-solid/icons/message-square-text";
import NotebookPen from "lucide-solid/icons/notebook-pen";
import Pencil from "lucide-solid/icons/pencil";
import Pin from "lucide-solid/icons/pin";
import PinOff from "lucide-solid/icons/pin-off";
import Trash from "lucide-solid/icons/trash";
import type { JSX } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { Stage } from "#/client/messages/stage.tsx";
import type { Verb } from "#/client/messages/verbs.ts";
import type { TimelineItem } from "#/client/sync/timeline.ts";
import type { MenuAction } from "#/client/ui/overlays/menu.tsx";

type Words = { label: string; icon: () => JSX.Element; shortcut?: string; danger?: true };

export const verbWords: Record<Verb, Words> = {
  react: {
    get label() {
      return say("React");
    },
    icon: () => <SmilePlus />,
  },
  reply: {
    get label() {
      return say("Reply");
    },
    icon: () => <CornerUpLeft />,
    shortcut: "R",
  },
  thread: {
    get label() {
      return say("Reply in thread");
    },
    icon: () => <MessageSquareText />,
    shortcut: "T",
  },
  copy_link: {
    get label() {
      return say("Copy link");
    },
    icon: () => <Link />,
  },
  copy_text: {
    get label() {
      return say("Copy text");
    },
    icon: () => <Copy />,
  },
  copy_markdown: {
    get label() {
      return say("Copy as Markdown");
    },
    icon: () => <Code />,
  },
  mark_unread: {
    get label() {
      return say("Mark unread from here");
    },
    icon: () => <MessageSquareDot />,
    shortcut: "U",
  },
  pin: {
    get label() {
      return say("Pin to the room");
    },
    icon: () => <Pin />,
  },
  unpin: {
    get label() {
      return say("Unpin");
    },
    icon: () => <PinOff />,
  },
  forward: {
    get label() {
      return say("Forward");
    },
    icon: () => <Forward />,
    shortcut: "F",
  },
  save_note: {
    get label() {
      return say("Save as note");
    },
    icon: () => <NotebookPen />,
  },
  report: {
    get label() {
      return say("Report");
    },
    icon: () => <Flag />,
  },
  edit: {
    get label() {
      return say("Edit");
    },
    icon: () => <Pencil />,
    shortcut: "E",
  },
  remove: {
    get label() {
      return say("Remove");
    },
    icon: () => <Trash />,
    danger: true,
  },
};

/** The verbs of a message as the entries of its menu. */
export function menuEntries(stage: Stage, item: TimelineItem, anchor: () => Element): MenuAction[] {
  return stage.verbs(item).map((verb) => ({
    ...verbWords[verb],
    onSelect: () => stage.run(verb, item, anchor()),
  }));
}
