import Copy from "lucide-solid/icons/copy";
import Ellipsis from "lucide-solid/icons/ellipsis";
import Hash from "lucide-solid/icons/hash";
import NotebookPen from "lucide-solid/icons/notebook-pen";
import Trash from "lucide-solid/icons/trash";
import { createSignal, Show } from "solid-js";
import { Button } from "../controls/button.tsx";
import { IconButton } from "../controls/icon-button.tsx";
import { TextField } from "../controls/text-field.tsx";
import { EmojiButton } from "../messages/hover-bar.tsx";
import { Dialog, Sheet } from "../overlays/dialog.tsx";
import { Menu, type MenuEntry } from "../overlays/menu.tsx";
import { Popover } from "../overlays/popover.tsx";
import { Select } from "../overlays/select.tsx";
import { SwitcherFrame, type SwitcherOption } from "../overlays/switcher-frame.tsx";
import { ToastRegion } from "../overlays/toast-region.tsx";
import { createToaster } from "../overlays/toaster.ts";
import { Avatar } from "../people/avatar.tsx";
import { ana, bram, mira } from "./people-of-the-gallery.ts";
import { ProfileCard } from "./people-states.tsx";
import { Ground, Row, Section } from "./section.tsx";

const entries: readonly MenuEntry[] = [
  { label: "Save as note", icon: () => <NotebookPen />, shortcut: "S", onSelect: () => {} },
  { label: "Copy link", icon: () => <Copy />, onSelect: () => {} },
  { label: "Pin", hint: "Shown to everyone here", onSelect: () => {} },
  { label: "Edit", disabledReason: "Messages can be edited for 24 hours", onSelect: () => {} },
  "line",
  { label: "Remove", icon: () => <Trash />, danger: true, onSelect: () => {} },
];

const places: readonly SwitcherOption[] = [
  {
    id: "1",
    label: "design",
    matches: [[0, 2]],
    icon: () => <Hash />,
    place: "Globex",
    unread: 3,
    mentions: 1,
    shortcut: "⌘1",
  },
  { id: "2", label: "Bram Okafor", icon: () => <Avatar person={bram} size={20} />, unread: 1 },
  { id: "3", label: "Mira", icon: () => <Avatar person={mira} size={20} />, place: "AI assistant" },
  { id: "4", label: "Design principles", matches: [[0, 2]], icon: () => <NotebookPen />, place: "Note in Projects" },
];

export function OverlayStates() {
  const toaster = createToaster();
  return (
    <Section id="overlays" title="Overlays">
      <Row>
        <Menu
          label="Message"
          entries={entries}
          trigger={(attributes) => (
            <IconButton {...attributes} label="More">
              <Ellipsis />
            </IconButton>
          )}
        />
        <SelectExample />
        <DialogExamples />
        <SwitcherExample />
        <PopoverExample />
        <Button onClick={() => toaster.show("Link copied")}>Toast</Button>
        <Button onClick={() => toaster.show("Marked 12 rooms as read", () => {})}>Toast with Undo</Button>
      </Row>
      <Ground height={120}>
        <ToastRegion toaster={toaster} />
      </Ground>
    </Section>
  );
}

function SelectExample() {
  const [level, setLevel] = createSignal("mentions");
  return (
    <Select
      label="Notify me about"
      value={level()}
      onChange={setLevel}
      options={[
        { value: "all", label: "Every message" },
        { value: "mentions", label: "Mentions", hint: "And replies to you" },
        { value: "none", label: "Nothing" },
      ]}
    />
  );
}

function DialogExamples() {
  const [open, setOpen] = createSignal<"delete" | "create" | "sheet">();
  const close = () => setOpen(undefined);
  return (
    <>
      <Button onClick={() => setOpen("create")}>Dialog</Button>
      <Button onClick={() => setOpen("delete")}>Dangerous dialog</Button>
      <Button onClick={() => setOpen("sheet")}>Sheet</Button>
      <Dialog
        open={open() === "delete"}
        title="Delete #launch?"
        onClose={close}
        actions={
          <>
            <Button autofocus onClick={close}>
              Cancel
            </Button>
            <Button kind="danger" onClick={close}>
              Delete room
            </Button>
          </>
        }
      >
        214 messages go for everyone. Notes stay.
      </Dialog>
      <Dialog
        open={open() === "create"}
        title="Start a room"
        size={560}
        onClose={close}
        actions={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button kind="primary" onClick={close}>
              Create room
            </Button>
          </>
        }
      >
        <TextField label="Name" placeholder="launch" help="What people talk about here." autofocus />
      </Dialog>
      <Sheet open={open() === "sheet"} label="Message" onClose={close}>
        <Row>
          <EmojiButton emoji="👍" label="React with thumbs up" onClick={close} />
          <EmojiButton emoji="🎉" label="React with party" onClick={close} />
        </Row>
        <Button wide kind="quiet" onClick={close}>
          Reply
        </Button>
      </Sheet>
    </>
  );
}

function SwitcherExample() {
  const [open, setOpen] = createSignal(false);
  const [query, setQuery] = createSignal("");
  const found = () => places.filter((place) => place.label.toLowerCase().includes(query().toLowerCase()));
  return (
    <>
      <Button shortcut="⌘K" onClick={() => setOpen(true)}>
        Switcher
      </Button>
      <SwitcherFrame
        newTabKeys="Ctrl+↵"
        open={open()}
        query={query()}
        onQuery={setQuery}
        options={found()}
        prefixes={[
          { prefix: "@", label: "people" },
          { prefix: "#", label: "rooms" },
          { prefix: "/", label: "notes" },
          { prefix: ">", label: "commands" },
        ]}
        none={<>Nothing called ‘{query()}’.</>}
        onChoose={() => setOpen(false)}
        onClose={() => setOpen(false)}
      />
    </>
  );
}

function PopoverExample() {
  const [open, setOpen] = createSignal(false);
  let anchor: HTMLButtonElement | undefined;
  return (
    <>
      <Button
        ref={(element: HTMLButtonElement) => {
          anchor = element;
        }}
        aria-expanded={open()}
        onClick={() => setOpen(!open())}
      >
        Profile card
      </Button>
      <Show when={open()}>
        <Popover
          label={ana.name}
          anchor={() => anchor}
          placement={{ side: "below", align: "start" }}
          onClose={() => setOpen(false)}
        >
          <ProfileCard person={ana} />
        </Popover>
      </Show>
    </>
  );
}
