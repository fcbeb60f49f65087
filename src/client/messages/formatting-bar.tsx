import Bold from "lucide-solid/icons/bold";
import Code from "lucide-solid/icons/code";
import CodeXml from "lucide-solid/icons/code-xml";
import Eye from "lucide-solid/icons/eye";
import Italic from "lucide-solid/icons/italic";
import Link from "lucide-solid/icons/link";
import List from "lucide-solid/icons/list";
import ListOrdered from "lucide-solid/icons/list-ordered";
import Strikethrough from "lucide-solid/icons/strikethrough";
import TextQuote from "lucide-solid/icons/text-quote";
import { createSignal, For, type JSX, onMount, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { Markdown } from "#/client/markdown/Markdown.tsx";
import type { Conversation } from "#/client/messages/conversation.ts";
import { fence, toggleBlock } from "#/client/messages/formatting.ts";
import { type Change, linkTo, toggleMark } from "#/client/messages/marks.ts";
import { keepWriting, keptWriting } from "#/client/messages/writing-kept.ts";
import { shortcut } from "#/client/shell/device.ts";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import css from "./formatting-bar.module.css";

type Tool = {
  readonly label: string;
  readonly icon: () => JSX.Element;
  readonly keys?: string;
  readonly change: (text: string, start: number, end: number) => Change;
};

const tools = (): readonly Tool[] => [
  mark(say("Bold"), () => <Bold />, "**", shortcut("B")),
  mark(say("Italic"), () => <Italic />, "*", shortcut("I")),
  mark(say("Struck through"), () => <Strikethrough />, "~~", shortcut("X", "shift")),
  mark(say("Code"), () => <Code />, "`", shortcut("C", "shift")),
  { label: say("Link"), icon: () => <Link />, keys: shortcut("K"), change: linkTo },
  { label: say("List"), icon: () => <List />, change: (...at) => toggleBlock(...at, "bullets") },
  { label: say("Numbered list"), icon: () => <ListOrdered />, change: (...at) => toggleBlock(...at, "numbers") },
  { label: say("Quote"), icon: () => <TextQuote />, change: (...at) => toggleBlock(...at, "quote") },
  { label: say("Block of code"), icon: () => <CodeXml />, change: fence },
];

function mark(label: string, icon: () => JSX.Element, sign: string, keys: string): Tool {
  return { label, icon, keys, change: (text, start, end) => toggleMark(text, start, end, sign) };
}

/** Above the text: its forms, by one press each, and how it will read. The text itself stays what it is. */
export default function FormattingBar(props: {
  readonly conversation: Conversation;
  readonly text: string;
  readonly field: HTMLTextAreaElement;
  readonly onEdit: (change: Change) => void;
}) {
  const [previews, setPreviews] = createSignal(false);
  onMount(() => setPreviews(keptWriting("preview")));
  let bar!: HTMLDivElement;

  /** One stop for Tab; the arrows go from tool to tool. */
  function walk(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    const buttons = [...bar.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = buttons[Math.max(0, Math.min(buttons.length - 1, at + step))];
    event.preventDefault();
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next?.focus();
  }

  return (
    <>
      <div ref={bar} class={css.bar} role="toolbar" tabIndex={-1} aria-label={say("Formatting")} onKeyDown={walk}>
        <For each={tools()}>
          {(tool, index) => (
            <IconButton
              size="small"
              label={tool.label}
              shortcut={tool.keys}
              tabIndex={index() === 0 ? 0 : -1}
              // The press must not take the selection from the field.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() =>
                props.onEdit(tool.change(props.field.value, props.field.selectionStart, props.field.selectionEnd))
              }
            >
              {tool.icon()}
            </IconButton>
          )}
        </For>
        <span class={css.end}>
          <IconButton
            size="small"
            label={say("Preview")}
            tabIndex={-1}
            aria-pressed={previews()}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => {
              setPreviews(!previews());
              keepWriting("preview", previews());
            }}
          >
            <Eye class={previews() ? (css.on ?? "") : ""} />
          </IconButton>
        </span>
      </div>
      <Show when={previews()}>
        <section class={css.preview} aria-label={say("Preview")}>
          <Show when={props.text.trim()} fallback={<p class={css.empty}>{say("Nothing to preview yet.")}</p>}>
            <Markdown
              text={props.text}
              handles={props.conversation.handles()}
              me={props.conversation.me}
              host={window.location.host}
              headingBase={3}
              largeEmoji
            />
          </Show>
        </section>
      </Show>
    </>
  );
}
