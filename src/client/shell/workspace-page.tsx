import { Title } from "@solidjs/meta";
import { useParams } from "@solidjs/router";
import Hash from "lucide-solid/icons/hash";
import MessagesSquare from "lucide-solid/icons/messages-square";
import { Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { firstRoom, workspaceBySlug } from "#/client/shell/places.ts";
import css from "#/client/shell/room-page.module.css";
import { RoomRefused } from "#/client/shell/room-refused.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { HeaderBar } from "#/client/ui/layout/header-bar.tsx";

/** A workspace without a room open: on a phone the list stands in its place. */
export function WorkspacePage() {
  const { state } = useSession();
  const layers = useLayers();
  const params = useParams<{ slug: string }>();
  const workspace = () => workspaceBySlug(params.slug, state);
  return (
    <Show when={workspace()} fallback={<RoomRefused code="SW_WORKSPACE_NOT_FOUND" />}>
      {(shown) => (
        <div class={css.room}>
          <Title>{shown().name} · ScaiWave</Title>
          <main class={css.centre} id="main" tabIndex={-1}>
            <HeaderBar level={1} title={shown().name} detail={shown().description} />
            <Show
              when={firstRoom(state, null, shown().id)}
              fallback={
                <EmptyState
                  icon={<Hash />}
                  title={say("Start your first room")}
                  text={say("Rooms are where a team talks about one thing: a project, a topic, a plan for Friday.")}
                  action={
                    <div class={css.begin}>
                      <Button kind="primary" onClick={() => layers.open({ is: "create-room" })}>
                        {say("New room")}
                      </Button>
                      <Button kind="quiet" onClick={() => layers.open({ is: "directory" })}>
                        {say("Browse public rooms")}
                      </Button>
                      <Button kind="quiet" onClick={() => layers.open({ is: "start-dm" })}>
                        {say("Write to someone")}
                      </Button>
                    </div>
                  }
                />
              }
            >
              <EmptyState
                icon={<MessagesSquare />}
                title={say("Choose a room to read")}
                text={say("Or see which public rooms there are.")}
                action={<Button onClick={() => layers.open({ is: "directory" })}>{say("Browse public rooms")}</Button>}
              />
            </Show>
          </main>
        </div>
      )}
    </Show>
  );
}
