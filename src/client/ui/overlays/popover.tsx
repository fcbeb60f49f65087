import type { JSX } from "solid-js";
import { type Anchor, Floating } from "./floating.tsx";
import type { Placement } from "./place.ts";

export type PopoverProps = {
  readonly label: string;
  readonly anchor: () => Anchor | undefined;
  readonly placement?: Placement | undefined;
  readonly onClose: (why: "escape" | "outside" | "moved") => void;
  readonly children: JSX.Element;
};

/** A card beside something, such as a profile: open while mounted, never modal. */
export function Popover(props: PopoverProps) {
  return (
    <Floating
      role="dialog"
      look="card"
      label={props.label}
      anchor={props.anchor}
      placement={props.placement ?? { side: "right", align: "start" }}
      onClose={props.onClose}
    >
      {props.children}
    </Floating>
  );
}
