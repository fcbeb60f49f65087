import { startCompletion } from "@codemirror/autocomplete";
import type { StateCommand } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import AtSign from "lucide-solid/icons/at-sign";
import Bold from "lucide-solid/icons/bold";
import Heading from "lucide-solid/icons/heading";
import ImagePlus from "lucide-solid/icons/image-plus";
import Italic from "lucide-solid/icons/italic";
import Link from "lucide-solid/icons/link";
import List from "lucide-solid/icons/list";
import IndentDecrease from "lucide-solid/icons/list-indent-decrease";
import IndentIncrease from "lucide-solid/icons/list-indent-increase";
import ListTodo from "lucide-solid/icons/list-todo";
import Undo2 from "lucide-solid/icons/undo-2";
import { createSignal, For, type JSX, onCleanup, onMount } from "solid-js";
import { say } from "#/client/language/say.ts";
import * as commands from "#/client/notes/editor/commands.ts";
import css from "./phone-toolbar.module.css";

type Tool = { readonly label: string; readonly icon: () => JSX.Element; readonly run: (view: EditorView) => void };

/** What a phone's keyboard has no keys for, right above it. */
export function PhoneToolbar(props: {
  readonly view: () => EditorView | undefined;
  readonly undo: () => void;
  /** Opens the phone's choice of a picture, its camera among it. Absent where none can be uploaded. */
  readonly pickImage?: (() => void) | undefined;
}) {
  const [above, setAbove] = createSignal(0);
  const command = (run: StateCommand) => (view: EditorView) => void run(view);
  const tools = (): readonly Tool[] => [
    { label: say("Todo"), icon: () => <ListTodo />, run: command(commands.toggleTodos) },
    { label: say("List"), icon: () => <List />, run: command(commands.toggleLines("bullets")) },
    ...(props.pickImage ? [{ label: say("Add a picture"), icon: () => <ImagePlus />, run: props.pickImage }] : []),
    { label: say("Indent"), icon: () => <IndentIncrease />, run: command(commands.indent(1)) },
    { label: say("Outdent"), icon: () => <IndentDecrease />, run: command(commands.indent(-1)) },
    { label: say("Heading"), icon: () => <Heading />, run: command(commands.toggleHeading(2)) },
    { label: say("Bold"), icon: () => <Bold />, run: command(commands.toggleBold) },
    { label: say("Italic"), icon: () => <Italic />, run: command(commands.toggleItalic) },
    { label: say("Link to a note"), icon: () => <Link />, run: (view) => put(view, "[[") },
    { label: say("Mention someone"), icon: () => <AtSign />, run: (view) => put(view, "@") },
    { label: say("Undo"), icon: () => <Undo2 />, run: props.undo },
  ];

  onMount(() => {
    const visual = window.visualViewport;
    if (!visual) return;
    // What the keyboard covers, where the browser lays it over the page.
    const follow = () => setAbove(Math.max(0, window.innerHeight - visual.height - visual.offsetTop));
    follow();
    for (const type of ["resize", "scroll"]) visual.addEventListener(type, follow);
    onCleanup(() => {
      for (const type of ["resize", "scroll"]) visual.removeEventListener(type, follow);
    });
  });

  return (
    <div class={css.phone} role="toolbar" aria-label={say("Formatting")} style={{ bottom: `${above()}px` }}>
      <For each={tools()}>
        {(tool) => (
          <button
            type="button"
            class={css.tool}
            aria-label={tool.label}
            // The press must not take the focus, and with it the keyboard, away.
            onPointerDown={(event) => event.preventDefault()}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              const view = props.view();
              if (view) tool.run(view);
            }}
          >
            {tool.icon()}
          </button>
        )}
      </For>
    </div>
  );
}

function put(view: EditorView, sign: string): void {
  view.dispatch(view.state.replaceSelection(sign), { userEvent: "input.type", scrollIntoView: true });
  startCompletion(view);
}
