import { A } from "@solidjs/router";
import { createSignal, For, Show } from "solid-js";
import css from "#/client/admin/ai.module.css";
import { AiRatings, type RatingStretch } from "#/client/admin/ai-ratings.tsx";
import { SpendBar } from "#/client/admin/spend-bar.tsx";
import { moment } from "#/client/identity/moments.ts";
import { number, say } from "#/client/language/say.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Reading, SettingGroup } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import table from "#/client/ui/layout/table.module.css";
import type { AiInvocation, AiSpend } from "#/domain/ai/spend.ts";
import type { ErrorCode } from "#/domain/errors.ts";

type Loaded<T> = { ok: true; value: T } | { ok: false; code: ErrorCode } | undefined;
export type InvocationStretch = {
  readonly items: readonly AiInvocation[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
};

export type AiUsagePageProps = {
  readonly spend: Loaded<{ readonly items: readonly AiSpend[] }>;
  readonly invocations: Loaded<InvocationStretch>;
  readonly older: (before: string) => Promise<InvocationStretch>;
  readonly ratings: Loaded<RatingStretch>;
  readonly ratingsFrom: (offset: number) => Promise<RatingStretch>;
  readonly again: () => void;
};

/** What AIs cost this month, and each call of a model; never what was said. */
export function AiUsagePage(props: AiUsagePageProps) {
  return (
    <SettingsPage title={say("Budgets and calls")} wide>
      <div class={css.form}>
        <SettingGroup title={say("This month")} help={say("In tokens. Caps are set with each assistant.")}>
          <Reading what={say("What was spent")} from={props.spend} again={props.again}>
            {(spend) => (
              <ul class={css.list}>
                <For each={spend().items}>
                  {(line) => (
                    <li class={css.spender}>
                      <A href={`/admin/ai/${line.participant_id}`}>{line.display_name}</A>
                      <SpendBar spent={line.spent + line.held} cap={line.monthly_token_cap} />
                    </li>
                  )}
                </For>
              </ul>
            )}
          </Reading>
        </SettingGroup>
        <SettingGroup
          title={say("Calls of models")}
          help={say("What each was for and what it cost, never what was said.")}
        >
          <Reading what={say("The list of calls")} from={props.invocations} again={props.again}>
            {(first) => <Invocations first={first()} older={props.older} />}
          </Reading>
        </SettingGroup>
        <SettingGroup
          title={say("What people say of answers")}
          help={say("Their thumbs and reasons, without the answers; nothing of incognito rooms.")}
        >
          <Reading what={say("The list of ratings")} from={props.ratings} again={props.again}>
            {(first) => <AiRatings first={first()} from={props.ratingsFrom} />}
          </Reading>
        </SettingGroup>
      </div>
    </SettingsPage>
  );
}

const purposes = (): Record<AiInvocation["purpose"], string> => ({
  turn: say("Answer"),
  summary: say("Summary"),
  title: say("Title"),
  helper: say("Helper"),
  playground: say("Try-out"),
  embedding: say("Embedding"),
});
const outcomes = (): Record<AiInvocation["outcome"], string> => ({
  done: say("Done"),
  cancelled: say("Stopped"),
  failed: say("Failed"),
});

function Invocations(props: { readonly first: InvocationStretch; readonly older: AiUsagePageProps["older"] }) {
  const { state } = useSession();
  const clock = createViewerClock();
  const deed = createDeed();
  const [more, setMore] = createSignal<readonly InvocationStretch[]>([]);
  const all = () => [props.first, ...more()];
  const last = () => all().at(-1);
  const nameOf = (id: string | null) => (id ? (state.participants[id]?.display_name ?? say("Someone")) : "–");
  const next = () =>
    deed.run(async () => {
      const before = last()?.next_cursor;
      if (before) {
        const found = await props.older(before);
        setMore((known) => [...known, found]);
      }
    });
  return (
    <Show when={props.first.items.length > 0} fallback={<p class={css.about}>{say("No model was called yet.")}</p>}>
      <table class={`${table.table} ${css.table}`} {...clock.attributes()}>
        <thead>
          <tr>
            <th scope="col">{say("When")}</th>
            <th scope="col">{say("Assistant")}</th>
            <th scope="col">{say("For")}</th>
            <th scope="col">{say("Model")}</th>
            <th scope="col">{say("Tokens")}</th>
            <th scope="col">{say("Took")}</th>
            <th scope="col">{say("Ended")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={all().flatMap(({ items }) => items)}>
            {(call) => (
              <tr>
                <th scope="row">{moment(call.at, clock).ago}</th>
                <td data-label={say("Assistant")}>{nameOf(call.participant_id)}</td>
                <td data-label={say("For")}>
                  {purposes()[call.purpose]}
                  <Show when={call.asker_id}>{(id) => <span class={css.faint}> {nameOf(id())}</span>}</Show>
                </td>
                <td data-label={say("Model")}>{call.model}</td>
                <td data-label={say("Tokens")}>
                  {number(call.prompt_tokens + call.completion_tokens)}
                  <Show when={!call.measured}>
                    <span class={css.faint}> {say("estimated")}</span>
                  </Show>
                </td>
                <td data-label={say("Took")}>{say("{ms} ms", { ms: number(call.total_ms) })}</td>
                <td data-label={say("Ended")}>
                  {outcomes()[call.outcome]}
                  <Show when={call.code}>
                    <span class={css.faint}> {call.code}</span>
                  </Show>
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <Problem text={deed.problem()} />
      <Show when={last()?.has_more}>
        <Button busy={deed.busy()} onClick={() => void next()}>
          {say("Show older")}
        </Button>
      </Show>
    </Show>
  );
}
