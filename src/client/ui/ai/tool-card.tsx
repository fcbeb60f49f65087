import ChevronDown from "lucide-solid/icons/chevron-down";
import Wrench from "lucide-solid/icons/wrench";
import { createUniqueId, For, type JSX, Show } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import { Button } from "../controls/button.tsx";
import css from "./tool-card.module.css";

export type ToolArgument = { readonly name: string; readonly value: string };

export type ToolCardProps = {
  readonly icon: JSX.Element;
  /** “Searched messages for ‘invoice’”. */
  readonly title: string;
  /** “6 results”, “Failed”, “Denied by Ana”. */
  readonly outcome?: string | undefined;
  readonly trouble?: boolean | undefined;
  /** “0.8 s”. */
  readonly took?: string | undefined;
  readonly arguments: readonly ToolArgument[];
  readonly result?: string | undefined;
  /** “Allowed by Ana, 14:02”. */
  readonly allowed?: string | undefined;
  readonly open?: boolean | undefined;
};

/** One call of a tool: a line that opens to what was asked and what came of it. */
export function ToolCard(props: ToolCardProps) {
  return (
    <details class={css.card} open={props.open}>
      <summary class={css.line}>
        <span class={css.icon} aria-hidden="true">
          {props.icon}
        </span>
        <span class={css.title}>{props.title}</span>
        <Show when={props.outcome}>
          <span class={css.outcome} data-trouble={props.trouble ? "" : undefined}>
            {props.outcome}
          </span>
        </Show>
        <Show when={props.took}>
          <span class={css.took}>{props.took}</span>
        </Show>
        <ChevronDown class={css.chevron ?? ""} aria-hidden="true" />
      </summary>
      <div class={css.inside}>
        <Arguments of={props.arguments} />
        <Show when={props.result}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that the keyboard scrolls it */}
          <section class={css.result} aria-label={say("Result")} tabIndex={0}>
            {props.result}
          </section>
        </Show>
        <Show when={props.allowed}>
          <p class={css.note}>{props.allowed}</p>
        </Show>
      </div>
    </details>
  );
}

/** Three calls or more fold: “Used 4 tools · 6.2 s”. */
export function ToolFold(props: {
  readonly count: number;
  readonly took?: string | undefined;
  readonly children: JSX.Element;
}) {
  return (
    <details class={css.card}>
      <summary class={css.line}>
        <span class={css.icon} aria-hidden="true">
          <Wrench />
        </span>
        <span class={css.title}>{sayCount(props.count, "Used {count} tool", "Used {count} tools")}</span>
        <Show when={props.took}>
          <span class={css.took}>{props.took}</span>
        </Show>
        <ChevronDown class={css.chevron ?? ""} aria-hidden="true" />
      </summary>
      <div class={css.folded}>{props.children}</div>
    </details>
  );
}

export type ApprovalCardProps = {
  /** “Mira wants to create the note ‘Launch plan’ in Projects.” */
  readonly request: string;
  readonly arguments: readonly ToolArgument[];
  /** “Expires in 9 min”. */
  readonly expires?: string | undefined;
  /** Absent for those who may not decide: they read whom it waits for. */
  readonly onDecide?: ((decision: "once" | "always" | "deny") => void) | undefined;
  /** A decision is on its way. */
  readonly busy?: boolean | undefined;
  readonly problem?: string | undefined;
};

/** A call that changes something waits for a person, who sees exactly what will be done. */
export function ApprovalCard(props: ApprovalCardProps) {
  const id = createUniqueId();
  return (
    <section class={css.approval} aria-labelledby={id}>
      <p class={css.request} id={id}>
        {props.request}
      </p>
      <Arguments of={props.arguments} />
      <Show when={props.problem}>
        <p class={css.problem} role="alert">
          {props.problem}
        </p>
      </Show>
      <div class={css.decision}>
        <Show when={props.onDecide} fallback={<span class={css.note}>{say("Waiting for a moderator")}</span>}>
          {(decide) => (
            <>
              <Button size="small" kind="primary" busy={props.busy} onClick={() => decide()("once")}>
                {say("Allow once")}
              </Button>
              <Button size="small" busy={props.busy} onClick={() => decide()("always")}>
                {say("Always in this room")}
              </Button>
              <Button size="small" kind="quiet" busy={props.busy} onClick={() => decide()("deny")}>
                {say("Deny")}
              </Button>
            </>
          )}
        </Show>
        <Show when={props.expires}>
          <span class={css.note}>{props.expires}</span>
        </Show>
      </div>
    </section>
  );
}

function Arguments(props: { readonly of: readonly ToolArgument[] }) {
  return (
    <Show when={props.of.length > 0} fallback={<p class={css.note}>{say("Without arguments")}</p>}>
      <dl class={css.arguments}>
        <For each={props.of}>
          {(each) => (
            <>
              <dt>{each.name}</dt>
              <dd>{each.value}</dd>
            </>
          )}
        </For>
      </dl>
    </Show>
  );
}
