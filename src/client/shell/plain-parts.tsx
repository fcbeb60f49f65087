import { For, Show } from "solid-js";
import { Markdown } from "#/client/markdown/Markdown.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";

export function Timeline(props: { readonly roomId: string }) {
  const { state } = useSession();
  return (
    <div style={{ flex: 1, "overflow-y": "auto" }}>
      <For each={state.views[props.roomId]?.messages}>
        {(message) => (
          <article style={{ padding: "4px 20px" }}>
            <b>{state.participants[message.sender_id]?.display_name}</b>
            <Markdown text={message.content.body ?? ""} />
          </article>
        )}
      </For>
    </div>
  );
}

export function Composer(props: { readonly roomId: string }) {
  const { state } = useSession();
  return (
    <textarea
      aria-label={`Message #${state.rooms[props.roomId]?.name}`}
      style={{ margin: "16px", border: "1px solid" }}
    />
  );
}

export function ThreadPanel(props: { readonly roomId: string; readonly rootId: string; readonly onClose: () => void }) {
  return (
    <Show when={props.rootId}>
      <EmptyState icon={null} title="Thread" />
    </Show>
  );
}
