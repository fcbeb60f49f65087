import ChevronDown from "lucide-solid/icons/chevron-down";
import ChevronUp from "lucide-solid/icons/chevron-up";
import { Show } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import type { NoteEditorHandle } from "#/client/notes/editor/note-editor-types.ts";
import type { NoteSuggestions } from "#/client/notes/suggestions/suggestions.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import css from "./suggestions-bar.module.css";

type BarProps = {
  readonly suggestions: NoteSuggestions;
  readonly editing: boolean;
  /** Absent where one may not write. */
  readonly mayDecide: boolean;
  readonly onLook: () => void;
  readonly handle: () => NoteEditorHandle | undefined;
};

/** A line of the header while AIs suggest something in the note: how many, of whom, and what can be said to all of them. */
export default function SuggestionsBar(props: BarProps) {
  return (
    <section class={css.bar} aria-label={say("Suggestions of AIs")}>
      <span class={css.told} role="status">
        {countOf(props.suggestions.items())}
      </span>
      <Show
        when={props.editing}
        fallback={
          <Button size="small" kind="quiet" onClick={() => props.onLook()}>
            {say("Look at them")}
          </Button>
        }
      >
        <IconButton
          label={say("Suggestion before")}
          shortcut="Shift+F8"
          onClick={() => props.handle()?.goToSuggestion(-1)}
        >
          <ChevronUp />
        </IconButton>
        <IconButton label={say("Next suggestion")} shortcut="F8" onClick={() => props.handle()?.goToSuggestion(1)}>
          <ChevronDown />
        </IconButton>
        <Show when={props.mayDecide}>
          <Button
            size="small"
            busy={props.suggestions.busy()}
            onClick={() => void props.suggestions.decideAll("accept")}
          >
            {say("Accept all")}
          </Button>
          <Button
            size="small"
            kind="quiet"
            busy={props.suggestions.busy()}
            onClick={() => void props.suggestions.decideAll("reject")}
          >
            {say("Reject all")}
          </Button>
        </Show>
      </Show>
    </section>
  );
}

/** “3 suggestions of Mira (AI)”; without a name where they are of several. */
function countOf(items: readonly { readonly author_name: string; readonly author_id: string }[]): string {
  const [first] = items;
  const isOfOne = first && items.every(({ author_id }) => author_id === first.author_id);
  return isOfOne
    ? sayCount(items.length, "{count} suggestion of {name} (AI)", "{count} suggestions of {name} (AI)", {
        name: first.author_name,
      })
    : sayCount(items.length, "{count} suggestion of AIs", "{count} suggestions of AIs");
}
