import Bot from "lucide-solid/icons/bot";
import { createResource, createSignal, For, Show, Suspense } from "solid-js";
import { engagementChoices, responseChoices } from "#/client/ai/ai-words.ts";
import css from "#/client/ai/room-ai.module.css";
import { createRoomAiVerbs, type RoomAiVerbs } from "#/client/ai/room-ai-verbs.ts";
import { RoomPlugins } from "#/client/ai/room-plugins.tsx";
import { say } from "#/client/language/say.ts";
import { whyNot } from "#/client/rooms/rights.ts";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { personOf } from "#/client/shell/people.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Setting, SettingGroup } from "#/client/shell/setting.tsx";
import { api } from "#/client/sync/api.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextArea, TextField } from "#/client/ui/controls/text-field.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import { AiTag } from "#/client/ui/people/ai-tag.tsx";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import { canEngage } from "#/domain/ai/rights.ts";
import type { RoomAi } from "#/domain/ai/schema.ts";
import type { RoomAiOverview } from "#/domain/ai/settings.ts";
import { outranks } from "#/domain/rooms/permissions.ts";
import type { RoomView } from "#/domain/views/state.ts";
import type { EngagementMode, ResponseMode } from "#/domain/workspaces/schema.ts";

/** How AIs take part in a room: each one, those who come later, and what they may use there. */
export default function RoomAiDialog(props: LayerProps<"room-ai">) {
  const { state } = useSession();
  const layers = useLayers();
  const roomId = () => props.layer.roomId;
  const view = () => state.views[roomId()];
  const [known, { mutate, refetch }] = createResource(roomId, (room_id) => api.ai.room.query({ room_id }));
  const verbs = createRoomAiVerbs(roomId, mutate);
  return (
    <Show when={view()}>
      {(shown) => (
        <Dialog
          open
          size={720}
          title={say("AI in {room}", { room: roomTitle(shown().room, state) })}
          onClose={props.onClose}
        >
          <Show when={known.error}>
            <Problem text={say("The settings didn't load. Check the connection and try again.")} />
            <Button onClick={() => void refetch()}>{say("Try again")}</Button>
          </Show>
          <Show when={!known.error && known.latest}>
            {(now) => (
              <div class={css.settings}>
                <Show
                  when={now().participants.length > 0}
                  fallback={
                    <EmptyState
                      icon={<Bot />}
                      title={say("No AI in this room")}
                      text={say("Invite one as you invite people.")}
                      action={
                        <Button onClick={() => layers.open({ is: "invite", roomId: roomId() })}>
                          {say("Invite an assistant")}
                        </Button>
                      }
                    />
                  }
                >
                  <For each={now().participants.map((each) => each.participant_id)}>
                    {(id) => <OneAi view={shown()} now={now()} id={id} verbs={verbs} />}
                  </For>
                </Show>
                <Show when={shown().room.room_type !== "dm"}>
                  <EveryAi view={shown()} now={now()} verbs={verbs} />
                </Show>
                <Suspense>
                  <RoomPlugins view={shown()} refused={whyNotEngage(shown())} />
                </Suspense>
              </div>
            )}
          </Show>
        </Dialog>
      )}
    </Show>
  );
}

function whyNotEngage(view: RoomView): string | undefined {
  return canEngage(view) === null ? undefined : (whyNot(view, "engage") ?? say("You can't change this here."));
}

type Shared = { readonly view: RoomView; readonly now: RoomAiOverview; readonly verbs: RoomAiVerbs };

/** What holds for those who come later, and changes everyone who is there. */
function EveryAi(props: Shared) {
  const refused = () => whyNotEngage(props.view);
  const { saved, problemOf } = props.verbs;
  const choices = () => [
    { value: "default" as const, label: say("As the one who invites prefers") },
    ...engagementChoices(),
  ];
  return (
    <SettingGroup
      title={say("Every assistant here")}
      help={say("Changes all of them at once, and those who come later.")}
    >
      <Setting label={say("Answers")} saved={saved.is("all-engagement")} problem={problemOf("all-engagement")}>
        <Select
          label={say("Answers")}
          value={props.now.defaults.engagement ?? "default"}
          options={choices()}
          disabledReason={refused()}
          onChange={(mode) => void props.verbs.engage("all-engagement", null, mode)}
        />
      </Setting>
      <Setting label={say("Answers come")} saved={saved.is("all-mode")} problem={problemOf("all-mode")}>
        <Select
          label={say("Answers come")}
          value={props.now.defaults.response_mode ?? "any"}
          options={responseChoices()}
          disabledReason={refused()}
          onChange={(mode) => void props.verbs.respond("all-mode", null, modeOf(mode))}
        />
      </Setting>
    </SettingGroup>
  );
}

const modeOf = (mode: ResponseMode | "any") => (mode === "any" ? null : mode);

function OneAi(props: Shared & { readonly id: string }) {
  const { state } = useSession();
  const layers = useLayers();
  const { saved, problemOf } = props.verbs;
  const ai = () => props.now.participants.find((each) => each.participant_id === props.id) as RoomAi;
  const member = () => props.view.members[props.id];
  const participant = () => member()?.participant ?? state.participants[props.id];
  const name = () => participant()?.display_name ?? say("Assistant");
  const refused = () => whyNotEngage(props.view);
  const key = (what: string) => `${props.id} ${what}`;
  const mayRemove = () => {
    const them = member();
    const why = whyNot(props.view, "kick");
    return why ?? (them && !outranks(props.view, them) ? say("They have as much power as you.") : undefined);
  };
  return (
    <section class={css.ai} aria-label={name()}>
      <header class={css.head}>
        <Show when={participant()}>{(who) => <Avatar person={personOf(who())} size={36} />}</Show>
        <h3 class={css.name}>
          {name()} <AiTag demo={ai().demo} />
          <Show when={participant()?.model}>{(model) => <span class={css.model}>{model()}</span>}</Show>
        </h3>
        <Show when={props.view.room.room_type !== "dm"}>
          <Button
            kind="quiet"
            size="small"
            disabledReason={mayRemove()}
            onClick={() => layers.open({ is: "kick", roomId: props.view.room.id, participantId: props.id })}
          >
            {say("Remove from room")}
          </Button>
        </Show>
      </header>
      <Setting label={say("Answers")} saved={saved.is(key("engagement"))} problem={problemOf(key("engagement"))}>
        <Select
          label={say("When {name} answers", { name: name() })}
          value={ai().engagement}
          options={engagementChoices()}
          disabledReason={refused()}
          onChange={(mode: EngagementMode) => void props.verbs.engage(key("engagement"), props.id, mode)}
        />
      </Setting>
      <Show when={ai().engagement === "keyword"}>
        <Words
          label={say("Keywords")}
          help={say("Separated by commas. Whole words, capitals or not.")}
          value={ai().keywords.join(", ")}
          refused={refused()}
          saved={saved.is(key("keywords"))}
          problem={problemOf(key("keywords"))}
          onSave={(words) => props.verbs.engage(key("keywords"), props.id, "keyword", keywordsIn(words))}
        />
      </Show>
      <Setting label={say("Answers come")} saved={saved.is(key("mode"))} problem={problemOf(key("mode"))}>
        <Select
          label={say("How answers of {name} come", { name: name() })}
          value={ai().response_mode ?? "any"}
          options={responseChoices()}
          disabledReason={refused()}
          onChange={(mode) => void props.verbs.respond(key("mode"), props.id, modeOf(mode))}
        />
      </Setting>
      <Words
        label={say("Added to its prompt here")}
        help={say("Everyone in the room can read this.")}
        rows={4}
        value={ai().system_prompt ?? ""}
        refused={refused()}
        saved={saved.is(key("prompt"))}
        problem={problemOf(key("prompt"))}
        onSave={(text) => props.verbs.prompt(key("prompt"), props.id, text.trim() || null)}
      />
      <Words
        label={say("Temperature here")}
        help={say("0 to 2: low repeats itself, high wanders. Empty: its own.")}
        kind="number"
        value={ai().sampling.temperature === undefined ? "" : String(ai().sampling.temperature)}
        refused={refused()}
        saved={saved.is(key("temperature"))}
        problem={problemOf(key("temperature"))}
        onSave={(text) =>
          props.verbs.temperature(key("temperature"), props.id, text.trim() === "" ? null : Number(text))
        }
      />
    </section>
  );
}

function keywordsIn(words: string): string[] {
  return [...new Set(words.split(/[,\n]/).map((word) => word.trim()))].filter(Boolean);
}

/** Words that are saved by a button once they were changed. */
function Words(props: {
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly rows?: number;
  readonly kind?: "number";
  readonly refused: string | undefined;
  readonly saved: boolean;
  readonly problem: string | undefined;
  readonly onSave: (text: string) => Promise<boolean>;
}) {
  const [written, setWritten] = createSignal<string>();
  const text = () => written() ?? props.value;
  const changed = () => written() !== undefined && written() !== props.value;
  async function save(event: SubmitEvent) {
    event.preventDefault();
    if (changed() && (await props.onSave(text()))) setWritten(undefined);
  }
  return (
    <form class={css.words} onSubmit={(event) => void save(event)}>
      <Show
        when={props.rows}
        fallback={
          <TextField
            label={props.label}
            help={props.help}
            type={props.kind ?? "text"}
            {...(props.kind ? { min: 0, max: 2, step: 0.1 } : {})}
            readOnly={props.refused !== undefined}
            value={text()}
            onInput={setWritten}
            error={props.problem}
          />
        }
      >
        {(rows) => (
          <TextArea
            label={props.label}
            help={props.help}
            rows={rows()}
            maxLength={20_000}
            readOnly={props.refused !== undefined}
            value={text()}
            onInput={setWritten}
            error={props.problem}
          />
        )}
      </Show>
      <div class={css.end}>
        <span class={css.saved} role="status">
          {props.saved ? say("Saved") : ""}
        </span>
        <Button
          type="submit"
          size="small"
          disabledReason={props.refused ?? (changed() ? undefined : say("Nothing was changed"))}
        >
          {say("Save")}
        </Button>
      </div>
    </form>
  );
}
