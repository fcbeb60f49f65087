import Eye from "lucide-solid/icons/eye";
import { For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { Told } from "#/client/messages/command-text.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { ComposerStrip } from "#/client/ui/messages/composer-frame.tsx";
import css from "./command-strip.module.css";

/** What a command answered, above the text. Nobody else sees it. */
export default function CommandStrip(props: {
  readonly told: Told;
  readonly onClose: () => void;
  readonly onSendAsText: () => void;
}) {
  return (
    <div class={css.told}>
      <ComposerStrip closeLabel={say("Put away")} onClose={() => props.onClose()}>
        <Show
          when={!props.told.isProblem}
          fallback={
            <span class={css.problem} role="alert">
              {props.told.text}
            </span>
          }
        >
          <span class={css.words} role="status">
            <Eye aria-hidden="true" /> {say("Only you can see this.")} {props.told.text}
          </span>
        </Show>{" "}
        <Show when={props.told.asText}>
          <Button size="small" onClick={() => props.onSendAsText()}>
            {say("Send as text")}
          </Button>
        </Show>
      </ComposerStrip>
      <Show when={props.told.list}>
        {(list) => (
          <dl class={css.list}>
            <For each={list()}>
              {({ name, hint, summary }) => (
                <>
                  <dt>
                    <code>
                      /{name} {hint}
                    </code>
                  </dt>
                  <dd>{summary}</dd>
                </>
              )}
            </For>
          </dl>
        )}
      </Show>
    </div>
  );
}
