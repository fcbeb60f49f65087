import { createSignal, Suspense } from "solid-js";
import { engagementChoices } from "#/client/ai/ai-words.ts";
import { Memories, type MemoryVerbs } from "#/client/ai/memories.tsx";
import { say } from "#/client/language/say.ts";
import { choose } from "#/client/shell/choose.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { useSession } from "#/client/shell/session.tsx";
import { createSaved, Reading, Setting, SettingGroup } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import { Switch } from "#/client/ui/controls/checkbox.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import type { ErrorCode } from "#/domain/errors.ts";
import type { Preferences, UpdatePreferencesInput } from "#/domain/participants/preferences.ts";

export type AiPreferencesPageProps = {
  readonly preferences: { ok: true; value: Preferences } | { ok: false; code: ErrorCode } | undefined;
  readonly again: () => void;
  readonly update: (input: UpdatePreferencesInput) => Promise<Preferences>;
  readonly memories: MemoryVerbs;
};

/** How one wants AIs to answer, whether one sees them at all, and what they remember. */
export function AiPreferencesPage(props: AiPreferencesPageProps) {
  return (
    <SettingsPage title="AI">
      <Reading what={say("Your preferences")} from={props.preferences} again={props.again}>
        {(preferences) => <Choices preferences={preferences()} update={props.update} />}
      </Reading>
      <Suspense>
        <Memories verbs={props.memories} />
      </Suspense>
    </SettingsPage>
  );
}

function Choices(props: { readonly preferences: Preferences; readonly update: AiPreferencesPageProps["update"] }) {
  const session = useSession();
  const saved = createSaved();
  const deed = createDeed();
  const [known, setKnown] = createSignal(props.preferences);
  const [asked, setAsked] = createSignal<string>();
  const problemOf = (what: string) => (asked() === what ? deed.problem() : undefined);
  async function save(what: string, work: () => Promise<unknown>) {
    setAsked(what);
    if (await deed.run(work, what)) saved.say(what);
  }
  const update = (what: string, change: UpdatePreferencesInput) =>
    save(what, async () => setKnown(await props.update(change)));
  return (
    <>
      <SettingGroup title={say("Answers")} help={say("A room, or an assistant in it, can differ.")}>
        <Setting
          label={say("Answers come")}
          help={say("Word by word into one message, or paragraph by paragraph as people write.")}
          saved={saved.is("mode")}
          problem={problemOf("mode")}
        >
          <Select
            label={say("Answers come")}
            value={known().ai_response_mode}
            options={[
              { value: "streaming", label: say("Word by word") },
              { value: "conversational", label: say("Paragraph by paragraph") },
            ]}
            onChange={(ai_response_mode) => void update("mode", { ai_response_mode })}
          />
        </Setting>
        <Setting
          label={say("When you invite an AI to a room")}
          help={say("How it takes part there at first. Alone with you it always answers.")}
          saved={saved.is("engagement")}
          problem={problemOf("engagement")}
        >
          <Select
            label={say("When you invite an AI to a room")}
            value={known().ai_engagement_mode}
            options={engagementChoices()}
            onChange={(ai_engagement_mode) => void update("engagement", { ai_engagement_mode })}
          />
        </Setting>
      </SettingGroup>
      <SettingGroup title={say("What you see")}>
        <Setting
          label={say("Hide AI")}
          help={say("What assistants say is one line each, and they are left out of your sidebar.")}
          saved={saved.is("hide")}
          problem={problemOf("hide")}
        >
          <Switch
            label={session.state.own.screen.hide_ai ? say("On") : say("Off")}
            checked={session.state.own.screen.hide_ai}
            onChange={(hide_ai) => void save("hide", () => choose(session, { hide_ai }))}
          />
        </Setting>
      </SettingGroup>
    </>
  );
}
