import { useNavigate } from "@solidjs/router";
import { createMemo, createSignal, type JSX, Match, Show, Switch } from "solid-js";
import { say } from "#/client/language/say.ts";
import { Drawn } from "#/client/markdown/drawn.tsx";
import { Markdown } from "#/client/markdown/Markdown.tsx";
import { foldLines, foldLinesOfRoot, isLong, lineCount } from "#/client/messages/folding.ts";
import { useStage } from "#/client/messages/stage.tsx";
import type { Message } from "#/domain/messages/message.ts";
import css from "./message-body.module.css";

const roomWord = "room";
/** A title, and the anchor behind it. */
const longestTarget = 400;

/** The words of a message, by what kind it is. A kind of a later version is told as far as it has words. */
export function MessageBody(props: {
  readonly message: Message;
  readonly isRoot?: boolean | undefined;
  /** It is being written before the viewer's eyes: it is not folded, then or later. */
  readonly growing?: boolean | undefined;
}) {
  const stage = useStage();
  const navigate = useNavigate();
  const body = () => props.message.content.body ?? "";
  const kind = () => props.message.content.msgtype ?? "swp.text";
  /** Where the room was called, its word is a chip too: one's own unless one called. */
  const handles = createMemo(() => {
    const { conversation } = stage;
    const { content, sender_id } = props.message;
    if (!content.mentions_room || conversation.handles().has(roomWord)) return conversation.handles();
    return new Map([...conversation.handles(), [roomWord, sender_id === conversation.me ? roomWord : conversation.me]]);
  });
  function openMention(id: string, chip: HTMLElement): void {
    const isRoom = chip.textContent === `@${roomWord}` && handles() !== stage.conversation.handles();
    if (isRoom) navigate(`${window.location.pathname}?panel=members`);
    else stage.openPerson?.(id, chip);
  }
  /** To where the name is looked up, from the room's workspace. */
  const noteHref = (target: string) =>
    `/notes?${new URLSearchParams({ name: target.slice(0, longestTarget), from: stage.conversation.room()?.workspace_id ?? "" })}`;
  const text = (): JSX.Element => (
    <Foldable text={body()} isRoot={props.isRoot} isGrowing={props.growing === true}>
      <Markdown
        text={body()}
        handles={handles()}
        me={stage.conversation.me}
        host={stage.host}
        headingBase={3}
        largeEmoji
        wikiHref={body().includes("[[") ? noteHref : undefined}
        onMention={stage.openPerson ? openMention : undefined}
      />
    </Foldable>
  );
  return (
    <Switch
      fallback={
        <Show
          when={body()}
          fallback={
            <p class={css.unknown}>
              {say("A message of a kind that is not shown here yet ({kind})", { kind: kind() })}
            </p>
          }
        >
          {text()}
          <p class={css.unknown}>
            {say("Shown as text: this kind of message ({kind}) is not known here", { kind: kind() })}
          </p>
        </Show>
      }
    >
      <Match when={kind() === "swp.code"}>
        <Drawn
          text={body()}
          follows={() => [body(), languageOf(props.message.content)]}
          draw={({ CodeBlock }) => (
            <CodeBlock
              code={body()}
              language={languageOf(props.message.content)}
              onCopy={(code) => navigator.clipboard.writeText(code)}
            />
          )}
        />
      </Match>
      <Match when={kind() === "swp.text"}>{text()}</Match>
    </Switch>
  );
}

function languageOf(content: Message["content"]): string | undefined {
  const { language } = content as { language?: unknown };
  return typeof language === "string" && language.length <= 32 ? language : undefined;
}

/** Long words are folded with a fade; opening them moves only what is below. */
function Foldable(props: {
  readonly text: string;
  readonly isRoot?: boolean | undefined;
  /** What one saw being written stays open. */
  readonly isGrowing: boolean;
  readonly children: JSX.Element;
}) {
  const [open, setOpen] = createSignal(props.isGrowing);
  const long = createMemo(() => isLong(props.text, props.isRoot ? foldLinesOfRoot : foldLines));
  return (
    <>
      <div
        class={css.words}
        data-growing={props.isGrowing ? "" : undefined}
        data-folded={long() && !open() ? (props.isRoot ? "root" : "") : undefined}
      >
        {props.children}
      </div>
      <Show when={long()}>
        <button type="button" class={css.more} aria-expanded={open()} onClick={() => setOpen(!open())}>
          {open() ? say("Show less") : say("Show more ({count} lines)", { count: lineCount(props.text) })}
        </button>
      </Show>
    </>
  );
}
