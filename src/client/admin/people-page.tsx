import UserPlus from "lucide-solid/icons/user-plus";
import UserX from "lucide-solid/icons/user-round-x";
import { createSignal, Show } from "solid-js";
import css from "#/client/admin/admin.module.css";
import type { Admin } from "#/client/admin/admin.ts";
import { InviteDialog } from "#/client/admin/invite-dialog.tsx";
import { PeopleTable } from "#/client/admin/people-table.tsx";
import { type PersonAct, PersonDialog } from "#/client/admin/person-dialogs.tsx";
import { say, sayCount } from "#/client/language/say.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Reading } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { SearchField } from "#/client/ui/controls/search-field.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import type { ManagedParticipant } from "#/domain/admin/schema.ts";
import type { ErrorCode } from "#/domain/errors.ts";

export type PeopleFilter = {
  readonly q: string;
  readonly status: "active" | "deactivated" | "all";
  /** From 1. */
  readonly page: number;
};

export const peoplePerPage = 50;

type PeopleList = { readonly items: readonly ManagedParticipant[]; readonly has_more: boolean; readonly total: number };

export type PeoplePageProps = {
  readonly people: { ok: true; value: PeopleList } | { ok: false; code: ErrorCode } | undefined;
  readonly filter: PeopleFilter;
  readonly onFilter: (filter: Partial<PeopleFilter>) => void;
  readonly again: () => void;
  readonly admin: Admin;
};

const statuses = [
  {
    value: "all",
    get label() {
      return say("Everyone");
    },
  },
  {
    value: "active",
    get label() {
      return say("Active");
    },
  },
  {
    value: "deactivated",
    get label() {
      return say("Deactivated");
    },
  },
] as const;

/** Everyone who has an account here, and what an admin may do about each. */
export function PeoplePage(props: PeoplePageProps) {
  const { state, toaster } = useSession();
  const [isInviting, setInviting] = createSignal(false);
  const [act, setAct] = createSignal<PersonAct>();
  const done = (said: string) => {
    setAct(undefined);
    setInviting(false);
    toaster.show(said);
    props.again();
  };

  return (
    <SettingsPage title={say("People")} wide>
      <div class={css.bar}>
        <search class={css.search}>
          <SearchField
            label={say("Search people")}
            placeholder={say("Name, short name or mail")}
            maxLength={100}
            value={props.filter.q}
            onSearch={(q) => props.onFilter({ q, page: 1 })}
          />
        </search>
        <Select
          label={say("Show")}
          options={statuses}
          value={props.filter.status}
          onChange={(status) => props.onFilter({ status, page: 1 })}
        />
        <Button kind="primary" icon={<UserPlus />} onClick={() => setInviting(true)}>
          {say("Invite")}
        </Button>
      </div>
      <Reading what={say("The list of people")} from={props.people} again={props.again}>
        {(people) => (
          <Show when={people().items.length > 0} fallback={<NobodyFound {...props} />}>
            <PeopleTable
              people={people().items}
              total={people().total}
              me={{ id: state.me.id, roles: state.me.roles }}
              onAct={setAct}
            />
            <Pages
              page={props.filter.page}
              shown={people().items.length}
              total={people().total}
              hasMore={people().has_more}
              onPage={(page) => props.onFilter({ page })}
            />
          </Show>
        )}
      </Reading>
      <Show when={isInviting()}>
        <InviteDialog
          invite={props.admin.invite}
          onClose={() => setInviting(false)}
          onInvited={(email) => done(say("A mail with a link is on its way to {email}", { email }))}
        />
      </Show>
      <Show when={act()} keyed>
        {(chosen) => <PersonDialog act={chosen} admin={props.admin} onClose={() => setAct(undefined)} onDone={done} />}
      </Show>
    </SettingsPage>
  );
}

function NobodyFound(props: Pick<PeoplePageProps, "filter" | "onFilter">) {
  const isSearch = () => props.filter.q !== "";
  return (
    <EmptyState
      icon={<UserX />}
      title={isSearch() ? say("Nobody matches “{q}”", { q: props.filter.q }) : say("Nobody here")}
      text={
        isSearch() ? say("Names, short names and mail addresses were searched.") : say("No account is in this state.")
      }
      action={
        <Show when={isSearch() || props.filter.status !== "all"}>
          <Button onClick={() => props.onFilter({ q: "", status: "all", page: 1 })}>{say("Show everyone")}</Button>
        </Show>
      }
    />
  );
}

function Pages(props: {
  readonly page: number;
  readonly shown: number;
  readonly total: number;
  readonly hasMore: boolean;
  readonly onPage: (page: number) => void;
}) {
  const from = () => (props.page - 1) * peoplePerPage + 1;
  const words = () =>
    props.page === 1 && !props.hasMore
      ? sayCount(props.total, "{count} person", "{count} people")
      : say("{from} to {to} of {total}", { from: from(), to: from() + props.shown - 1, total: props.total });
  return (
    <div class={css.pages}>
      <p class={css.count} role="status">
        {words()}
      </p>
      <Show when={props.page > 1 || props.hasMore}>
        <Button
          size="small"
          disabledReason={props.page > 1 ? undefined : say("This is the first page")}
          onClick={() => props.onPage(props.page - 1)}
        >
          {say("Previous")}
        </Button>
        <Button
          size="small"
          disabledReason={props.hasMore ? undefined : say("This is the last page")}
          onClick={() => props.onPage(props.page + 1)}
        >
          {say("Next")}
        </Button>
      </Show>
    </div>
  );
}
