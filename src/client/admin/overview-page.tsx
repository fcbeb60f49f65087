import { For, type JSX, Show } from "solid-js";
import css from "#/client/admin/figures.module.css";
import { Meter } from "#/client/admin/meter.tsx";
import { number, say, sayCount } from "#/client/language/say.ts";
import { Reading, SettingGroup } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import type { TenantStats } from "#/domain/admin/schema.ts";
import type { ErrorCode } from "#/domain/errors.ts";

export type OverviewPageProps = {
  readonly stats: { ok: true; value: TenantStats } | { ok: false; code: ErrorCode } | undefined;
  readonly again: () => void;
};

type Figure = {
  readonly label: string;
  readonly value: number;
  readonly limit?: number | null;
  readonly note: JSX.Element;
};

/** How much there is, beside what the operator allows. */
export function OverviewPage(props: OverviewPageProps) {
  return (
    <SettingsPage title={say("Administration")} wide>
      <SettingGroup
        title={say("This server now")}
        help={say("Limits are set by the operator; at a limit nothing new is let in.")}
      >
        <Reading what={say("The figures")} from={props.stats} again={props.again}>
          {(stats) => (
            <div class={css.fit}>
              <ul class={css.figures}>
                <For each={figuresOf(stats())}>{(figure) => <FigureCard figure={figure} />}</For>
              </ul>
            </div>
          )}
        </Reading>
      </SettingGroup>
    </SettingsPage>
  );
}

function figuresOf({ participants, rooms, messages, sessions }: TenantStats): Figure[] {
  const gone = participants.deactivated;
  return [
    {
      label: say("People"),
      value: participants.active,
      limit: participants.limit,
      note:
        gone === 0
          ? say("All accounts are active")
          : sayCount(gone, "{count} more is deactivated", "{count} more are deactivated"),
    },
    { label: say("Rooms"), value: rooms.open, limit: rooms.limit, note: say("Direct conversations included") },
    {
      label: say("Messages"),
      value: messages.total,
      note: say("{count} in the last 24 hours", { count: number(messages.last_day) }),
    },
    { label: say("Sessions"), value: sessions, note: say("Browsers and programs signed in") },
  ];
}

function FigureCard(props: { readonly figure: Figure }) {
  const limit = () => props.figure.limit ?? null;
  const share = () => Math.min(1, props.figure.value / Math.max(1, limit() ?? 1));
  const isFull = () => limit() !== null && props.figure.value >= (limit() ?? 0);
  return (
    <li class={css.figure}>
      <p class={css.figureLabel}>{props.figure.label}</p>
      <p class={css.figureValue}>
        {number(props.figure.value)}
        <Show when={limit() !== null}>
          <span class={css.figureLimit}> {say("of {count}", { count: number(limit() ?? 0) })}</span>
        </Show>
      </p>
      <Show when={limit() !== null}>
        <Meter share={isFull() ? 100 : share() * 100} />
      </Show>
      <p class={css.figureNote}>{isFull() ? say("The limit is reached") : props.figure.note}</p>
    </li>
  );
}
