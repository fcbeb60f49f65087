import { For, type JSX, Show } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import { VisuallyHidden } from "#/client/ui/controls/visually-hidden.tsx";
import type { NoteDiff } from "#/domain/notes/versions-schema.ts";
import css from "./diff-view.module.css";

type Line = NoteDiff["hunks"][number]["lines"][number];
export type DiffLayout = "inline" | "side";

/** What changed between two texts: with a sign for each line, not by colour alone, under each other or side by side. */
export function DiffView(props: { readonly diff: NoteDiff; readonly layout: DiffLayout }) {
  return (
    <div class={css.diff}>
      <p class={css.sum}>
        {sayCount(props.diff.added, "{count} line added", "{count} lines added")}
        {", "}
        {sayCount(props.diff.removed, "{count} removed", "{count} removed")}
      </p>
      <Show when={props.diff.titles.from !== props.diff.titles.to}>
        <p class={css.sum}>{say("It was called “{title}”", { title: props.diff.titles.from })}</p>
      </Show>
      <Show when={props.diff.hunks.length > 0} fallback={<p class={css.same}>{say("The text is the same.")}</p>}>
        <For each={props.diff.hunks}>
          {(hunk) => (
            <Show
              when={props.layout === "side"}
              fallback={
                <ol class={css.hunk}>
                  <For each={hunk.lines}>{(line) => <li>{<LineView line={line} />}</li>}</For>
                </ol>
              }
            >
              <table class={css.sides}>
                <thead>
                  <tr>
                    <th scope="col">
                      <VisuallyHidden>{say("Before")}</VisuallyHidden>
                    </th>
                    <th scope="col">
                      <VisuallyHidden>{say("After")}</VisuallyHidden>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  <For each={pairsOf(hunk.lines)}>
                    {([before, after]) => (
                      <tr>
                        <td>{before && <LineView line={before} />}</td>
                        <td>{after && <LineView line={after} />}</td>
                      </tr>
                    )}
                  </For>
                </tbody>
              </table>
            </Show>
          )}
        </For>
      </Show>
      <Show when={props.diff.truncated}>
        <p class={css.sum}>{say("More changed than is shown here.")}</p>
      </Show>
    </div>
  );
}

function LineView(props: { readonly line: Line }): JSX.Element {
  const sign = () => ({ same: " ", del: "−", add: "+" })[props.line.kind];
  const whole = () => props.line.parts.every(({ changed }) => changed);
  return (
    <span class={css.line} data-kind={props.line.kind}>
      <span class={css.sign} aria-hidden="true">
        {sign()}
      </span>
      <Show when={props.line.kind !== "same"}>
        <VisuallyHidden>{props.line.kind === "del" ? say("Removed:") : say("Added:")} </VisuallyHidden>
      </Show>
      <span class={css.text}>
        <For each={props.line.parts}>
          {(part) => (
            <Show when={part.changed && !whole()} fallback={part.text}>
              <Show when={props.line.kind === "del"} fallback={<ins class={css.word}>{part.text}</ins>}>
                <del class={css.word}>{part.text}</del>
              </Show>
            </Show>
          )}
        </For>
      </span>
    </span>
  );
}

/** Lines beside each other: what went beside what came in its place. */
export function pairsOf(lines: readonly Line[]): [Line | null, Line | null][] {
  const pairs: [Line | null, Line | null][] = [];
  for (let at = 0; at < lines.length; ) {
    if (lines[at]!.kind === "same") {
      pairs.push([lines[at]!, lines[at]!]);
      at += 1;
      continue;
    }
    const rest = lines.slice(at);
    const end = rest.findIndex(({ kind }) => kind === "same");
    const changed = end < 0 ? rest : rest.slice(0, end);
    const gone = changed.filter(({ kind }) => kind === "del");
    const came = changed.filter(({ kind }) => kind === "add");
    for (let row = 0; row < Math.max(gone.length, came.length); row += 1)
      pairs.push([gone[row] ?? null, came[row] ?? null]);
    at += changed.length;
  }
  return pairs;
}
