import KeyRound from "lucide-solid/icons/key-round";
import Plug from "lucide-solid/icons/plug";
import ScrollText from "lucide-solid/icons/scroll-text";
import Settings from "lucide-solid/icons/settings-2";
import User from "lucide-solid/icons/user-round";
import { createEffect, createMemo, createSignal, For, on, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import css from "#/client/admin/admin.module.css";
import type { Admin, AuditStretch } from "#/client/admin/admin.ts";
import own from "#/client/admin/audit-page.module.css";
import { actionWords, auditSentence } from "#/client/admin/audit-words.ts";
import { say } from "#/client/language/say.ts";
import { clockTime, dayLabel, wholeTime } from "#/client/language/times.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { Reading } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { tip } from "#/client/ui/controls/tip.ts";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import { type AuditAction, auditActions } from "#/domain/admin/actions.ts";
import type { AuditEntry } from "#/domain/admin/schema.ts";
import type { ErrorCode } from "#/domain/errors.ts";

export type AuditPageProps = {
  /** The newest stretch of the log, of the chosen action if one is chosen. */
  readonly newest: { ok: true; value: AuditStretch } | { ok: false; code: ErrorCode } | undefined;
  readonly action: AuditAction | undefined;
  readonly onAction: (action: AuditAction | undefined) => void;
  readonly nameOf: (participantId: string) => string | undefined;
  readonly again: () => void;
  readonly older: Admin["older"];
};

const everything = "everything";
const choices = [
  {
    value: everything,
    get label() {
      return say("Everything");
    },
  },
  ...auditActions.map((action) => ({ value: action, label: actionWords[action] })),
];

/** Who did what that others may ask about, newest first. */
export function AuditPage(props: AuditPageProps) {
  return (
    <SettingsPage title={say("Audit log")} wide>
      <div class={css.bar}>
        <p class={css.lead}>{say("Every privileged act, with who did it and from where. Nobody can change it.")}</p>
        <Select
          label={say("Show")}
          options={choices}
          value={props.action ?? everything}
          onChange={(chosen) => props.onAction(auditActions.find((action) => action === chosen))}
        />
      </div>
      <Reading what={say("The audit log")} from={props.newest} again={props.again}>
        {(newest) => (
          <Show
            when={newest().items.length > 0}
            fallback={
              <EmptyState
                icon={<ScrollText />}
                title={say("Nothing yet")}
                text={
                  props.action
                    ? say("No act of this kind was written down.")
                    : say("What admins and owners do is written here.")
                }
                action={
                  <Show when={props.action}>
                    <Button onClick={() => props.onAction(undefined)}>{say("Show everything")}</Button>
                  </Show>
                }
              />
            }
          >
            <AuditList {...props} newest={newest()} />
          </Show>
        )}
      </Reading>
    </SettingsPage>
  );
}

type Day = { readonly label: string; readonly entries: readonly AuditEntry[] };

function AuditList(props: Omit<AuditPageProps, "newest"> & { readonly newest: AuditStretch }) {
  const clock = createViewerClock();
  const deed = createDeed();
  const [older, setOlder] = createSignal<AuditStretch>();
  createEffect(
    on(
      () => props.newest,
      () => setOlder(undefined),
      { defer: true },
    ),
  );
  const all = () => [...props.newest.items, ...(older()?.items ?? [])];
  const hasMore = () => older()?.has_more ?? props.newest.has_more;
  const days = createMemo(() => byDay(all(), (at) => dayLabel(seconds(at), clock.zone(), clock.now())));

  async function more() {
    const before = all().at(-1)?.id;
    const { action } = props;
    const known = older()?.items ?? [];
    await deed.run(async () => {
      const next = await props.older({ ...(before ? { before } : {}), ...(action ? { action } : {}) });
      setOlder({ items: [...known, ...next.items], has_more: next.has_more });
    });
  }

  return (
    <div {...clock.attributes()}>
      <For each={days()}>
        {(day) => (
          <section aria-label={day.label}>
            <h2 class={own.day}>{day.label}</h2>
            <ul>
              <For each={day.entries}>
                {(entry) => (
                  <li class={own.entry}>
                    <span class={own.entryGlyph} aria-hidden="true">
                      <Dynamic component={glyphOf(entry.action)} />
                    </span>
                    <p class={own.sentence}>{auditSentence(entry, props.nameOf)}</p>
                    <p class={own.entryMeta}>
                      <Show when={entry.address}>
                        <span class={own.address}>{entry.address}</span>
                      </Show>
                      <time dateTime={entry.at} {...tip(wholeTime(seconds(entry.at), clock.zone()))}>
                        {clockTime(seconds(entry.at), clock.zone())}
                      </time>
                    </p>
                  </li>
                )}
              </For>
            </ul>
          </section>
        )}
      </For>
      <div class={css.pages}>
        <Show when={hasMore()} fallback={<p class={css.count}>{say("That is all of it.")}</p>}>
          <Button busy={deed.busy()} busyLabel={say("Loading")} onClick={() => void more()}>
            {say("Load older")}
          </Button>
        </Show>
      </div>
      <Problem text={deed.problem()} />
    </div>
  );
}

function seconds(at: string): number {
  return Math.floor(Date.parse(at) / 1000);
}

function byDay(entries: readonly AuditEntry[], labelOf: (at: string) => string): readonly Day[] {
  const days: { label: string; entries: AuditEntry[] }[] = [];
  for (const entry of entries) {
    const label = labelOf(entry.at);
    const last = days.at(-1);
    if (last?.label === label) last.entries.push(entry);
    else days.push({ label, entries: [entry] });
  }
  return days;
}

function glyphOf(action: string): typeof User {
  if (action.startsWith("account.")) return User;
  if (action.startsWith("token.") || action.startsWith("keys.")) return KeyRound;
  return action.startsWith("provider.") ? Plug : Settings;
}
