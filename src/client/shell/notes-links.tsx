import { A, useLocation } from "@solidjs/router";
import CalendarCheck from "lucide-solid/icons/calendar-check";
import NotebookText from "lucide-solid/icons/notebook-text";
import { say } from "#/client/language/say.ts";
import css from "#/client/shell/link-places.module.css";
import { notesPath } from "#/client/shell/places.ts";
import link from "#/client/ui/rooms/sidebar-link.module.css";

/** To the notes of the workspace, and to what is due today in all of them. */
export function NotesLinks(props: { readonly slug: string | undefined }) {
  const location = useLocation();
  const isHere = (path: string) => (location.pathname === path ? "page" : undefined);
  return (
    <>
      <A href={notesPath(props.slug)} class={`${link.link} ${css.place}`} aria-current={isHere(notesPath(props.slug))}>
        <NotebookText />
        <span class={link.name}>{say("Notes")}</span>
      </A>
      <A href="/today" class={`${link.link} ${css.place}`} aria-current={isHere("/today")}>
        <CalendarCheck />
        <span class={link.name}>{say("Today")}</span>
      </A>
    </>
  );
}
