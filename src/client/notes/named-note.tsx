import { Title } from "@solidjs/meta";
import { createAsync, Navigate, useNavigate } from "@solidjs/router";
import FileQuestion from "lucide-solid/icons/file-question-mark";
import UserRound from "lucide-solid/icons/user-round";
import { createEffect, createMemo, Show } from "solid-js";
import { isServer } from "solid-js/web";
import { say } from "#/client/language/say.ts";
import css from "#/client/notes/notes-page.module.css";
import { createPageTitle } from "#/client/notes/page-title.ts";
import { readTarget } from "#/client/notes/reading/wiki.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { startDm } from "#/client/shell/start-dm.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { HeaderBar } from "#/client/ui/layout/header-bar.tsx";
import { loadNamed } from "#/load-notes.ts";

/** Where a link with a name leads that was written outside of a note, such as in a message: to what bears the name now. */
export function NamedNote(props: { readonly target: string; readonly from: string | undefined }) {
  const { state } = useSession();
  const target = createMemo(() => readTarget(props.target.slice(0, 400)));
  const pageTitle = createPageTitle(() => target().name);
  const workspace = () => (props.from ? state.workspaces[props.from] : undefined);
  const found = createAsync(() => loadNamed(target().name, workspace()?.id));
  const named = () => {
    const answer = found();
    return answer?.ok ? (answer.value ?? undefined) : undefined;
  };
  const path = () => named()?.path ?? undefined;
  const person = () => named()?.participant_id ?? undefined;
  const hash = () => (target().fragment ? `#${encodeURIComponent(target().fragment ?? "")}` : "");
  return (
    <main class={css.page} id="main" tabIndex={-1}>
      <Title>{pageTitle()}</Title>
      <HeaderBar level={1} title={target().name} detail={workspace()?.name} />
      <Show when={found()}>
        <Show
          when={path()}
          fallback={
            <Show when={person()} fallback={<Unwritten name={target().name} workspaceId={workspace()?.id} />}>
              {(id) => <Someone id={id()} name={named()?.title ?? target().name} slug={workspace()?.slug} />}
            </Show>
          }
        >
          {(href) => <Lead href={`${href()}${hash()}`} />}
        </Show>
      </Show>
    </main>
  );
}

function Unwritten(props: { readonly name: string; readonly workspaceId: string | undefined }) {
  const layers = useLayers();
  return (
    <EmptyState
      icon={<FileQuestion />}
      title={say("Nothing is called ‘{name}’ here", { name: props.name })}
      text={say("It may be private, or nobody has written it yet.")}
      action={
        <Button
          kind="primary"
          onClick={() =>
            layers.open({
              is: "new-note",
              title: props.name,
              ...(props.workspaceId ? { workspaceId: props.workspaceId } : {}),
            })
          }
        >
          {say("Write “{name}”", { name: props.name })}
        </Button>
      }
    />
  );
}

/** The name is somebody's. */
function Someone(props: { readonly id: string; readonly name: string; readonly slug: string | undefined }) {
  const session = useSession();
  const navigate = useNavigate();
  const person = () => session.state.participants[props.id];
  const write = () => void startDm(session, props.id, props.slug ?? "-", navigate);
  return (
    <EmptyState
      icon={<UserRound />}
      title={person()?.display_name ?? props.name}
      text={say("This name is somebody's.")}
      action={
        <Show when={props.id !== session.state.me.id}>
          <Button kind="primary" onClick={write}>
            {say("Write to {name}", { name: person()?.display_name ?? props.name })}
          </Button>
        </Show>
      }
    />
  );
}

/** On to the note: while the page is made by an answer of its own, and in the browser once this page stands. */
function Lead(props: { readonly href: string }) {
  const navigate = useNavigate();
  createEffect(() => navigate(props.href, { replace: true }));
  return (
    <Show when={isServer}>
      <Navigate href={props.href} />
    </Show>
  );
}
