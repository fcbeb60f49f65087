import X from "lucide-solid/icons/x";
import type { JSX } from "solid-js";
import { say } from "#/client/language/say.ts";
import { IconButton } from "../controls/icon-button.tsx";
import { HeaderBar } from "./header-bar.tsx";
import css from "./side-panel.module.css";

export type SidePanelProps = {
  readonly title: string;
  readonly detail?: JSX.Element;
  /** Before the button that closes it. */
  readonly end?: JSX.Element;
  readonly onClose: () => void;
  readonly children: JSX.Element;
};

/** What stands beside a room or a note: its name, the way out, and a body that scrolls by itself. */
export function SidePanel(props: SidePanelProps) {
  return (
    <div class={css.panel}>
      <HeaderBar
        level={2}
        title={props.title}
        detail={props.detail}
        end={
          <>
            {props.end}
            <IconButton label={say("Close the panel")} shortcut="Esc" onClick={() => props.onClose()}>
              <X />
            </IconButton>
          </>
        }
      />
      {props.children}
    </div>
  );
}
