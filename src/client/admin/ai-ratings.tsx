import { createSignal, For, Show } from "solid-js";
import css from "#/client/admin/ai.module.css";
import { moment } from "#/client/identity/moments.ts";
import { say } from "#/client/language/say.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import table from "#/client/ui/layout/table.module.css";
import type { AnswerRating } from "#/domain/ai/ratings.ts";

export type RatingStretch = { readonly items: readonly AnswerRating[]; readonly has_more: boolean };

export type AiRatingsProps = {
  readonly first: RatingStretch;
  readonly from: (offset: number) => Promise<RatingStretch>;
};

/** What people said of answers, newest first. */
export function AiRatings(props: AiRatingsProps) {
  const { state } = useSession();
  const clock = createViewerClock();
  const deed = createDeed();
  const [more, setMore] = createSignal<readonly RatingStretch[]>([]);
  const all = () => [props.first, ...more()].flatMap(({ items }) => items);
  const hasMore = () => (more().at(-1) ?? props.first).has_more;
  const nameOf = (id: string) => state.participants[id]?.display_name ?? say("Someone");
  const next = () =>
    deed.run(async () => {
      const found = await props.from(all().length);
      setMore((known) => [...known, found]);
    });
  return (
    <Show when={props.first.items.length > 0} fallback={<p class={css.about}>{say("Nobody rated an answer yet.")}</p>}>
      <table class={`${table.table} ${css.table}`} {...clock.attributes()}>
        <thead>
          <tr>
            <th scope="col">{say("When")}</th>
            <th scope="col">{say("Assistant")}</th>
            <th scope="col">{say("Rating")}</th>
            <th scope="col">{say("By")}</th>
            <th scope="col">{say("Reason")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={all()}>
            {(rated) => (
              <tr>
                <th scope="row">{moment(rated.at, clock).ago}</th>
                <td data-label={say("Assistant")}>{nameOf(rated.participant_id)}</td>
                <td data-label={say("Rating")}>{rated.rating === "up" ? say("Good answer") : say("Poor answer")}</td>
                <td data-label={say("By")}>{nameOf(rated.rater_id)}</td>
                <td data-label={say("Reason")}>{rated.reason ?? "–"}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <Problem text={deed.problem()} />
      <Show when={hasMore()}>
        <Button busy={deed.busy()} onClick={() => void next()}>
          {say("Show older")}
        </Button>
      </Show>
    </Show>
  );
}
