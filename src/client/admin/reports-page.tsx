import Flag from "lucide-solid/icons/flag";
import { createSignal, For, onCleanup, Show } from "solid-js";
import css from "#/client/admin/admin.module.css";
import own from "#/client/admin/reports-page.module.css";
import { say } from "#/client/language/say.ts";
import { clockTime, dayLabel } from "#/client/language/times.ts";
import { reasonWords } from "#/client/messages/report-words.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import { roomHref } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Reading } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import { Button, ButtonLink } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import type { ErrorCode } from "#/domain/errors.ts";
import type { MessageReport } from "#/domain/messages/report-schema.ts";
import type { ReportOutcome } from "#/domain/messages/reports.ts";
import type { Room } from "#/domain/rooms/room.ts";

export const reportStatuses = ["open", "resolved", "all"] as const;
export type ReportStatus = (typeof reportStatuses)[number];
export const reportsPerPage = 50;

export type ReportStretch = { readonly items: readonly MessageReport[]; readonly has_more: boolean };

export type ReportsPageProps = {
  readonly reports: { ok: true; value: ReportStretch } | { ok: false; code: ErrorCode } | undefined;
  readonly status: ReportStatus;
  /** From 1. */
  readonly page: number;
  readonly onChoose: (chosen: { status?: ReportStatus; page: number }) => void;
  readonly again: () => void;
  readonly resolve: (reportId: string, outcome: ReportOutcome) => Promise<unknown>;
};

/** What people reported, and what an admin makes of it. New ones come in by themselves. */
export function ReportsPage(props: ReportsPageProps) {
  const { store, toaster } = useSession();
  const [removing, setRemoving] = createSignal<MessageReport>();
  const deed = createDeed();
  onCleanup(
    store.onApplied((events) => {
      if (events.some((event) => event.type === "swp.report")) props.again();
    }),
  );

  async function dismiss(report: MessageReport) {
    if (!(await deed.run(() => props.resolve(report.id, "dismissed"), report.id))) return;
    toaster.show(say("The report was dismissed"));
    props.again();
  }

  async function remove(report: MessageReport) {
    await props.resolve(report.id, "removed");
    setRemoving(undefined);
    toaster.show(say("The message was removed"));
    props.again();
  }

  return (
    <SettingsPage title={say("Reports")} wide>
      <div class={css.bar}>
        <p class={css.lead}>{say("Messages that people showed to the admins. Who wrote them is not told.")}</p>
        <Select
          label={say("Show")}
          options={reportStatuses.map((value) => ({ value, label: statusWords(value) }))}
          value={props.status}
          onChange={(status) => props.onChoose({ status, page: 1 })}
        />
      </div>
      <Problem text={deed.problem()} />
      <Reading what={say("The list of reports")} from={props.reports} again={props.again}>
        {(reports) => (
          <Show when={reports().items.length > 0} fallback={<NoReports {...props} />}>
            <ul class={own.reports}>
              <For each={reports().items}>
                {(report) => (
                  <ReportCard
                    report={report}
                    busy={deed.busy(report.id)}
                    onDismiss={() => void dismiss(report)}
                    onRemove={() => setRemoving(report)}
                  />
                )}
              </For>
            </ul>
            <Show when={props.page > 1 || reports().has_more}>
              <div class={css.pages}>
                <p class={css.count}>{say("Page {page}", { page: props.page })}</p>
                <Button
                  size="small"
                  disabledReason={props.page > 1 ? undefined : say("This is the first page")}
                  onClick={() => props.onChoose({ page: props.page - 1 })}
                >
                  {say("Previous")}
                </Button>
                <Button
                  size="small"
                  disabledReason={reports().has_more ? undefined : say("This is the last page")}
                  onClick={() => props.onChoose({ page: props.page + 1 })}
                >
                  {say("Next")}
                </Button>
              </div>
            </Show>
          </Show>
        )}
      </Reading>
      <Show when={removing()} keyed>
        {(report) => (
          <DeedDialog
            title={say("Remove this message of {name}?", { name: report.message.sender.name })}
            verb={say("Remove message")}
            busyLabel={say("Removing")}
            danger
            onDo={() => remove(report)}
            onClose={() => setRemoving(undefined)}
          >
            <p>
              {say(
                "It goes for everyone, with its reactions and earlier versions. A line says that a message was here.",
              )}
            </p>
          </DeedDialog>
        )}
      </Show>
    </SettingsPage>
  );
}

function statusWords(status: ReportStatus): string {
  if (status === "all") return say("Every report");
  return status === "open" ? say("Open") : say("Resolved");
}

function NoReports(props: Pick<ReportsPageProps, "status" | "onChoose">) {
  return (
    <EmptyState
      icon={<Flag />}
      title={props.status === "open" ? say("No open reports") : say("No reports")}
      text={say("Whoever finds a message wrong can report it from its menu. It appears here.")}
      action={
        <Show when={props.status === "open"}>
          <Button onClick={() => props.onChoose({ status: "all", page: 1 })}>{say("Show every report")}</Button>
        </Show>
      }
    />
  );
}

type CardProps = {
  readonly report: MessageReport;
  readonly busy: boolean;
  readonly onDismiss: () => void;
  readonly onRemove: () => void;
};

function ReportCard(props: CardProps) {
  const { state } = useSession();
  const clock = createViewerClock();
  const { report } = props;
  const { message, room } = report;
  const href = () =>
    `${roomHref({ ...room, room_type: room.room_type as Room["room_type"] }, state)}?${
      message.thread_root_id ? `thread=${message.thread_root_id}&` : ""
    }message=${message.id}`;
  const when = (at: string) => {
    const seconds = Math.floor(Date.parse(at) / 1000);
    return `${dayLabel(seconds, clock.zone(), clock.now())} ${clockTime(seconds, clock.zone())}`;
  };
  const place = () => {
    if (room.room_type === "dm") return say("a direct conversation");
    return room.name ? `#${room.name}` : say("an incognito room");
  };
  return (
    <li class={own.report} {...clock.attributes()}>
      <article aria-label={reasonWords(report.reason)}>
        <h2 class={own.reason}>
          <Flag aria-hidden="true" />
          {reasonWords(report.reason)}
        </h2>
        <p class={own.meta}>
          {say("{name} reported it, {when}", { name: report.reporter.name, when: when(report.created_at) })}
        </p>
        <Show when={report.note}>
          <p class={own.note}>{report.note}</p>
        </Show>
        <figure class={own.message}>
          <figcaption class={own.meta}>
            {say("{name} in {place}, {when}", {
              name: message.sender.name,
              place: place(),
              when: when(message.created_at),
            })}
          </figcaption>
          <Show when={message.body} fallback={<p class={own.none}>{absentWords(report)}</p>}>
            <blockquote class={own.body}>{message.body}</blockquote>
          </Show>
        </figure>
        <Show
          when={report.outcome === null}
          fallback={
            <p class={own.meta}>
              {say(report.outcome === "removed" ? "{name} removed it, {when}" : "{name} dismissed it, {when}", {
                name: report.resolved_by?.name ?? say("Somebody"),
                when: when(report.resolved_at ?? report.created_at),
              })}
            </p>
          }
        >
          <div class={own.actions}>
            <Show when={room.visible}>
              <ButtonLink href={href()} size="small" kind="quiet">
                {say("Open in the room")}
              </ButtonLink>
            </Show>
            <Button size="small" busy={props.busy} busyLabel={say("Dismissing")} onClick={() => props.onDismiss()}>
              {say("Dismiss")}
            </Button>
            <Show when={!message.removed}>
              <Button size="small" onClick={() => props.onRemove()}>
                {say("Remove message")}
              </Button>
            </Show>
          </div>
        </Show>
      </article>
    </li>
  );
}

function absentWords({ message, room }: MessageReport): string {
  if (message.removed) return say("The message was removed.");
  if (room.room_type === "incognito") return say("Only those in an incognito room can read its words.");
  return say("The message has no words.");
}
