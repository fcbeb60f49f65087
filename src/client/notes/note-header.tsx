import Ellipsis from "lucide-solid/icons/ellipsis";
import Link from "lucide-solid/icons/link";
import MessageSquareText from "lucide-solid/icons/message-square-text";
import PanelRight from "lucide-solid/icons/panel-right";
import Pencil from "lucide-solid/icons/pencil";
import { type JSX, lazy, Show, Suspense } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import type { NotePanelKind } from "#/client/notes/note-panel.ts";
import { shortcut } from "#/client/shell/device.ts";
import { notesPath } from "#/client/shell/places.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { VisuallyHidden } from "#/client/ui/controls/visually-hidden.tsx";
import { BackLink } from "#/client/ui/layout/back-link.tsx";
import type { MenuEntry } from "#/client/ui/overlays/menu.tsx";
import { createTriggeredMenu } from "#/client/ui/overlays/menu-trigger.ts";
import { AvatarStack } from "#/client/ui/people/avatar-stack.tsx";
import type { Person } from "#/client/ui/people/person.ts";
import css from "./note-page.module.css";

const MenuSurface = lazy(async () => ({ default: (await import("#/client/ui/overlays/menu.tsx")).MenuSurface }));

const editorsShown = 4;

export type NoteHeaderProps = {
  readonly slug: string;
  readonly workspaceName: string;
  readonly mayWrite: boolean;
  readonly editing: boolean;
  readonly onEditing: (on: boolean) => void;
  readonly panel: NotePanelKind | undefined;
  readonly onPanel: (panel: NotePanelKind | undefined) => void;
  /** How what one writes is kept. */
  readonly state: JSX.Element;
  readonly editors: readonly Person[];
  readonly unresolved: number;
  readonly entries: readonly MenuEntry[];
  readonly onShare: () => void;
  /** A second line, while there is something to tell. */
  readonly below: JSX.Element;
};

/** The line over a note: where one is, who else is in it, and what one can do with it. */
export function NoteHeader(props: NoteHeaderProps) {
  const names = () => props.editors.map(({ name }) => name).join(", ");
  return (
    <header>
      <div class={css.bar}>
        <BackLink href={notesPath(props.slug)} label={say("Back to your notes")} />
        <nav class={css.crumbs} aria-label={say("Where this note is")}>
          <a href={notesPath(props.slug)}>{props.workspaceName}</a>
          <span aria-hidden="true">/</span>
          <a href={notesPath(props.slug)}>{say("Notes")}</a>
        </nav>
        <div class={css.end}>
          {props.state}
          <Show when={props.editors.length > 0}>
            <span class={css.editors} title={say("Writing here: {names}", { names: names() })}>
              <AvatarStack people={props.editors} most={editorsShown} size={20} />
              <VisuallyHidden>{say("Writing here: {names}", { names: names() })}</VisuallyHidden>
            </span>
          </Show>
          <Show when={props.mayWrite || props.editing}>
            <Show
              when={props.editing}
              fallback={
                <Button size="small" icon={<Pencil />} shortcut="E" onClick={() => props.onEditing(true)}>
                  {say("Edit")}
                </Button>
              }
            >
              <Button size="small" onClick={() => props.onEditing(false)}>
                {say("Done")}
              </Button>
            </Show>
          </Show>
          <IconButton label={say("Share")} tooltip={say("Copy link")} onClick={() => props.onShare()}>
            <Link />
          </IconButton>
          <IconButton
            label={
              props.unresolved > 0
                ? sayCount(props.unresolved, "Comments, {count} open", "Comments, {count} open")
                : say("Comments")
            }
            pressed={props.panel === "comments"}
            onClick={() => props.onPanel(props.panel === "comments" ? undefined : "comments")}
          >
            <MessageSquareText />
            <Show when={props.unresolved > 0}>
              <span class={css.count} aria-hidden="true">
                {props.unresolved}
              </span>
            </Show>
          </IconButton>
          <IconButton
            label={say("Outline and links")}
            shortcut={shortcut(".")}
            pressed={props.panel === "links"}
            onClick={() => props.onPanel(props.panel === "links" ? undefined : "links")}
          >
            <PanelRight />
          </IconButton>
          <More entries={props.entries} />
        </div>
      </div>
      {props.below}
    </header>
  );
}

function More(props: { readonly entries: readonly MenuEntry[] }) {
  const menu = createTriggeredMenu();
  return (
    <>
      <IconButton label={say("More about this note")} {...menu.trigger}>
        <Ellipsis />
      </IconButton>
      <Suspense>
        <Show when={menu.from()}>
          {(from) => (
            <MenuSurface
              id={menu.id}
              label={say("More about this note")}
              entries={props.entries}
              anchor={menu.anchor}
              placement={{ side: "below", align: "end" }}
              from={from()}
              onClose={menu.close}
            />
          )}
        </Show>
      </Suspense>
    </>
  );
}
