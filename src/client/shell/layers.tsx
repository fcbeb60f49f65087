import { createContext, createSignal, type JSX, useContext } from "solid-js";
import type { EndAct } from "#/client/rooms/end-room-words.ts";

/** What lies over the page: at most one. Each is loaded when it is first opened. */
export type Layer =
  | { readonly is: "switcher"; readonly query?: string }
  | { readonly is: "create-room"; readonly name?: string }
  | { readonly is: "create-workspace" }
  | { readonly is: "directory" }
  | {
      readonly is: "new-note";
      readonly title?: string;
      readonly workspaceId?: string;
      /** The room that it is to stand beside. */
      readonly sourceRoomId?: string;
    }
  | { readonly is: "start-dm" }
  | { readonly is: "invite" | "rename" | "leave" | "room-settings" | "room-ai"; readonly roomId: string }
  | { readonly is: "kick" | "ban" | "member-power"; readonly roomId: string; readonly participantId: string }
  | { readonly is: "end-room"; readonly act: EndAct; readonly roomId: string }
  | { readonly is: "archived-rooms" }
  | { readonly is: "move-room"; readonly roomId: string }
  | { readonly is: "message-place"; readonly roomId: string; readonly eventId: string }
  | { readonly is: "status" }
  | { readonly is: "section"; readonly sectionId?: string }
  | { readonly is: "shortcuts" | "mentions" | "drafts" | "mark-read" };

export type Layers = {
  readonly layer: () => Layer | null;
  readonly open: (layer: Layer) => void;
  readonly close: () => void;
};

const LayersContext = createContext<Layers>();

export function LayersProvider(props: { readonly children: JSX.Element }) {
  const [layer, setLayer] = createSignal<Layer | null>(null);
  const layers: Layers = { layer, open: (next) => setLayer(next), close: () => setLayer(null) };
  return <LayersContext.Provider value={layers}>{props.children}</LayersContext.Provider>;
}

export function useLayers(): Layers {
  const layers = useContext(LayersContext);
  if (!layers) throw new Error("useLayers is used outside of a LayersProvider.");
  return layers;
}
