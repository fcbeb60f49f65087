import GitBranch from "lucide-solid/icons/git-branch";
import Globe from "lucide-solid/icons/globe";
import Hash from "lucide-solid/icons/hash";
import Link from "lucide-solid/icons/link";
import Lock from "lucide-solid/icons/lock";
import VenetianMask from "lucide-solid/icons/venetian-mask";
import { Dynamic } from "solid-js/web";

export type RoomKind = "group" | "private" | "public" | "incognito" | "bridge" | "sidekick";

const glyphs = {
  group: Hash,
  private: Lock,
  public: Globe,
  incognito: VenetianMask,
  bridge: Link,
  sidekick: GitBranch,
} as const;

/** What kind of room, by shape. Decorative: a room's name says the kind where it matters. */
export function RoomGlyph(props: { readonly kind: RoomKind }) {
  return <Dynamic component={glyphs[props.kind]} />;
}
