import { A } from "@solidjs/router";
import Bot from "lucide-solid/icons/bot";
import ChevronRight from "lucide-solid/icons/chevron-right";
import Plus from "lucide-solid/icons/plus";
import { For, Show } from "solid-js";
import pages from "#/client/admin/admin.module.css";
import css from "#/client/admin/ai.module.css";
import people from "#/client/admin/people-table.module.css";
import { SpendBar } from "#/client/admin/spend-bar.tsx";
import { say, sayCount } from "#/client/language/say.ts";
import { personOf } from "#/client/shell/people.ts";
import { Reading } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import { ButtonLink } from "#/client/ui/controls/button.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { AiTag, RoleTag } from "#/client/ui/people/ai-tag.tsx";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import type { AiParticipant } from "#/domain/ai/schema.ts";
import type { ErrorCode } from "#/domain/errors.ts";

type AiList = { readonly items: readonly AiParticipant[]; readonly has_more: boolean };

export type AiListPageProps = {
  readonly ais: { ok: true; value: AiList } | { ok: false; code: ErrorCode } | undefined;
  readonly again: () => void;
};

/** The AIs of the server: what each is for, speaks with, and spent this month. */
export function AiListPage(props: AiListPageProps) {
  return (
    <SettingsPage title={say("AI assistants")} wide>
      <div class={pages.bar}>
        <p class={pages.lead}>
          {say("Assistants are members: they take part in the rooms that people invite them to, and nowhere else.")}
        </p>
        <ButtonLink kind="primary" icon={<Plus />} href="/admin/ai/new">
          {say("New assistant")}
        </ButtonLink>
      </div>
      <Reading what={say("The list of assistants")} from={props.ais} again={props.again}>
        {(ais) => (
          <Show
            when={ais().items.length > 0}
            fallback={
              <EmptyState
                icon={<Bot />}
                title={say("No assistants yet")}
                text={say("Make one, then invite it to a room.")}
                action={<ButtonLink href="/admin/ai/new">{say("New assistant")}</ButtonLink>}
              />
            }
          >
            <ul class={css.list}>
              <For each={ais().items}>{(ai) => <li>{Row({ ai })}</li>}</For>
            </ul>
          </Show>
        )}
      </Reading>
    </SettingsPage>
  );
}

function Row(props: { readonly ai: AiParticipant }) {
  const { participant } = props.ai;
  const facts = () => [
    `@${participant.local_id}`,
    props.ai.demo ? say("demo model") : (participant.model ?? say("default model")),
    sayCount(props.ai.plugins.length, "{count} plugin", "{count} plugins"),
  ];
  return (
    <A class={css.ai} href={`/admin/ai/${participant.id}`} data-gone={props.ai.deactivated_at ? "" : undefined}>
      <Avatar person={personOf(participant)} size={36} />
      <span class={css.words}>
        <span class={people.whoName}>
          {participant.display_name} <AiTag demo={props.ai.demo} />
          <Show when={participant.participant_type === "helper"}>
            <RoleTag>{say("Helper")}</RoleTag>
          </Show>
          <Show when={props.ai.deactivated_at}>
            <RoleTag>{say("Off")}</RoleTag>
          </Show>
        </span>
        <Show when={props.ai.description}>
          <span class={css.about}>{props.ai.description}</span>{" "}
        </Show>
        <span class={css.faint}>{facts().join(" · ")}</span>
      </span>
      <SpendBar spent={props.ai.tokens_this_month} cap={props.ai.monthly_token_cap} />
      <span class={css.onward}>
        <ChevronRight />
      </span>
    </A>
  );
}
