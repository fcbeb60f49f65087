import { Title } from "@solidjs/meta";
import { createAsync, Navigate } from "@solidjs/router";
import FileQuestion from "lucide-solid/icons/file-question-mark";
import { Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "#/client/notes/notes-page.module.css";
import { readTarget } from "#/client/notes/reading/wiki.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { HeaderBar } from "#/client/ui/layout/header-bar.tsx";
import { loadNamed } from "#/load.ts";

/** Where a link with a name leads that was written outside of a note, such as in a message: to what bears the name now. */
export function NamedNote(props: { readonly target: string; readonly from: string | undefined }) {
  const { state } = useSession();
  const layers = useLayers();
  const target = () => readTarget(props.target.slice(0, 400));
  const workspace = () => (props.from ? state.workspaces[props.from] : undefined);
  const found = createAsync(() => loadNamed(target().name, workspace()?.id));
  const path = () => {
    const answer = found();
    return answer?.ok ? (answer.value?.path ?? undefined) : undefined;
  };
  const hash = () => (target().fragment ? `#${encodeURIComponent(target().fragment ?? "")}` : "");
  return (
    <main class={css.page} id="main" tabIndex={-1}>
      <Title>{target().name} · ScaiWave</Title>
      <HeaderBar level={1} title={target().name} detail={workspace()?.name} />
      <Show when={found()}>
        <Show
          when={path()}
          fallback={
            <EmptyState
              icon={<FileQuestion />}
              title={say("Nothing is called ‘{name}’ here", { name: target().name })}
              text={say("It may be private, or nobody has written it yet.")}
              action={
                <Button
                  kind="primary"
                  onClick={() =>
                    layers.open({
                      is: "new-note",
                      title: target().name,
                      ...(workspace() ? { workspaceId: workspace()!.id } : {}),
                    })
                  }
                >
                  {say("Write “{name}”", { name: target().name })}
                </Button>
              }
            />
          }
        >
          {(href) => <Navigate href={`${href()}${hash()}`} />}
        </Show>
      </Show>
    </main>
  );
}
