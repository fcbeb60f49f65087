import Clock from "lucide-solid/icons/clock";
import { createSignal, createUniqueId, For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { clockTime } from "#/client/language/times.ts";
import { createViewerClock, type ViewerClock } from "#/client/messages/viewer-clock.ts";
import { DiffView } from "#/client/notes/versions/diff-view.tsx";
import { versionServer } from "#/client/notes/versions/version-server.ts";
import type { VersionsDialogProps } from "#/client/notes/versions/version-types.ts";
import { authorWords, daysOf, reasonWords, secondsOf } from "#/client/notes/versions/version-words.ts";
import { createVersions, type VersionsView } from "#/client/notes/versions/versions-state.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import css from "./versions-dialog.module.css";

const maxNameLength = 120;

/** What a note said before: by day, with what changed since or in it, to go back to and to name. */
export default function VersionsDialog(props: VersionsDialogProps) {
  const view = createVersions(useSession(), props, props.server ?? versionServer);
  const clock = createViewerClock();
  return (
    <Dialog open size={720} title={say("Versions")} onClose={props.onClose}>
      <div
        class={css.versions}
        aria-busy={view.versions() || view.problem() ? undefined : "true"}
        {...clock.attributes()}
      >
        <Problem text={view.problem()} />
        <Show when={props.canWrite}>
          <NameField
            label={say("Name the note as it is now")}
            verb={say("Keep as a version")}
            name=""
            onSave={(name) => view.nameNow(name)}
          />
        </Show>
        <Show
          when={(view.versions()?.length ?? 1) > 0}
          fallback={
            <EmptyState
              icon={<Clock />}
              title={say("No versions yet")}
              text={say("They are kept by themselves, after pauses and before others write.")}
            />
          }
        >
          <div class={css.columns}>
            <List view={view} clock={clock} />
            <Show when={view.chosen()?.id} keyed>
              <Detail view={view} clock={clock} canWrite={props.canWrite ?? false} />
            </Show>
          </div>
        </Show>
      </div>
    </Dialog>
  );
}

function List(props: { readonly view: VersionsView; readonly clock: ViewerClock }) {
  const days = () => daysOf(props.view.versions() ?? [], props.clock.zone(), props.clock.now());
  return (
    <nav class={css.list} aria-label={say("Versions of this note")}>
      <For each={days()}>
        {(day) => (
          <section>
            <h3 class={css.day}>{day.label}</h3>
            <ul>
              <For each={day.versions}>
                {(version) => (
                  <li>
                    <button
                      type="button"
                      class={css.version}
                      aria-current={props.view.chosen()?.id === version.id ? "true" : undefined}
                      onClick={() => props.view.choose(version.id)}
                    >
                      <span class={css.when}>
                        {version.name ??
                          say("Until {time}", { time: clockTime(secondsOf(version), props.clock.zone()) })}
                      </span>
                      <span class={css.who}>{authorWords(version)}</span>
                      <span class={css.why}>{reasonWords(version)}</span>
                    </button>
                  </li>
                )}
              </For>
            </ul>
          </section>
        )}
      </For>
      <Show when={props.view.more()}>
        <Button size="small" onClick={() => void props.view.readMore()}>
          {say("Show earlier versions")}
        </Button>
      </Show>
    </nav>
  );
}

function Detail(props: { readonly view: VersionsView; readonly clock: ViewerClock; readonly canWrite: boolean }) {
  const version = () => props.view.chosen()!;
  return (
    <section class={css.detail} aria-label={say("What changed")}>
      <div class={css.choices}>
        <Choice
          label={say("Compared with")}
          value={props.view.against()}
          options={[
            ["now", say("Changes since then")],
            ["before", say("Changes in this version")],
          ]}
          onChoose={props.view.setAgainst}
        />
        <Choice
          label={say("Layout")}
          value={props.view.layout()}
          options={[
            ["inline", say("Inline")],
            ["side", say("Side by side")],
          ]}
          onChoose={props.view.setLayout}
        />
      </div>
      <Show when={props.canWrite}>
        <div class={css.choices}>
          <NameField
            label={say("Name of this version")}
            verb={say("Save")}
            name={version().name ?? ""}
            mayBeEmpty
            onSave={(name) => props.view.rename(version(), name || null)}
          />
          <Button
            kind="primary"
            busy={props.view.deed.busy(version().id)}
            busyLabel={say("Restoring")}
            onClick={() => void props.view.restore(version())}
          >
            {say("Restore this version")}
          </Button>
        </div>
      </Show>
      <div class={css.changes} aria-busy={props.view.isComparing() ? "true" : undefined}>
        <Show
          when={props.view.against() === "now" || props.view.hasBefore()}
          fallback={<p class={css.why}>{say("Nothing earlier was kept.")}</p>}
        >
          <Show when={props.view.diff()}>{(diff) => <DiffView diff={diff()} layout={props.view.layout()} />}</Show>
        </Show>
      </div>
    </section>
  );
}

function Choice<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [Value, string])[];
  readonly onChoose: (value: Value) => void;
}) {
  const name = createUniqueId();
  return (
    <fieldset class={css.choice}>
      <legend class={css.legend}>{props.label}</legend>
      <For each={props.options}>
        {([value, label]) => (
          <label class={css.option}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={props.value === value}
              onChange={() => props.onChoose(value)}
            />
            {label}
          </label>
        )}
      </For>
    </fieldset>
  );
}

function NameField(props: {
  readonly label: string;
  readonly verb: string;
  readonly name: string;
  readonly mayBeEmpty?: boolean;
  readonly onSave: (name: string) => Promise<boolean>;
}) {
  const [typed, setTyped] = createSignal<string>();
  const name = () => typed() ?? props.name;
  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const wanted = name().trim();
    if ((wanted === "" && !props.mayBeEmpty) || wanted === props.name) return;
    const sent = typed();
    if (await props.onSave(wanted)) setTyped((now) => (now === sent ? undefined : now));
  }
  return (
    <form class={css.naming} onSubmit={(event) => void save(event)}>
      <TextField label={props.label} maxLength={maxNameLength} autocomplete="off" value={name()} onInput={setTyped} />
      <Show when={typed() !== undefined && name().trim() !== props.name}>
        <Button type="submit">{props.verb}</Button>
      </Show>
    </form>
  );
}
