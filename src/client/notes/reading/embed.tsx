import { createResource, type JSX, Match, Show, Switch } from "solid-js";
import { say } from "#/client/language/say.ts";
import { resolveIn } from "#/client/notes/reading/embeds.ts";
import type { PiecesProps } from "#/client/notes/reading/note-pieces.tsx";
import css from "#/client/notes/reading/note-reading.module.css";
import { NoteReading } from "#/client/notes/reading/note-reading.tsx";
import type { NoteEmbed } from "#/domain/notes/links-schema.ts";

type EmbedProps = { readonly target: string; readonly label: string; readonly pieces: PiecesProps };

/** A note that is shown inside another, by `![[name]]`; a link to it until it is there, and where it can't be shown. */
export function Embed(props: EmbedProps): JSX.Element {
  const found = () => {
    const { embeds, parent } = props.pieces.place;
    const list = embeds.list() ?? [];
    const at = list.findIndex((each) => each.parent === parent && each.target === props.target);
    const embed = list[at];
    return embed && { embed, at };
  };
  const link = () => (
    <Show
      when={props.pieces.targets(props.target)}
      fallback={
        <span class={css.missing} data-live="">
          {props.label}
        </span>
      }
    >
      {(to) => (
        <a class={css.wiki} href={to().href} data-live="">
          {to().title}
        </a>
      )}
    </Show>
  );
  return (
    <Show when={found()} fallback={link()}>
      {(it) => (
        <Switch fallback={<span class={css.missing}>{props.label}</span>}>
          <Match when={it().embed.state === "shown"}>
            <Shown embed={it().embed} at={it().at} pieces={props.pieces} />
          </Match>
          <Match when={it().embed.state !== "missing"}>
            <a class={css.wiki} href={it().embed.path ?? "#"}>
              {it().embed.title ?? props.label}
            </a>{" "}
            <span class={css.why}>
              {it().embed.state === "loop" ? say("is shown around this already") : say("is not shown this deep")}
            </span>
          </Match>
        </Switch>
      )}
    </Show>
  );
}

function Shown(props: { readonly embed: NoteEmbed; readonly at: number; readonly pieces: PiecesProps }): JSX.Element {
  const { note } = props.pieces;
  const [resolutions] = createResource(
    () => ({ markdown: props.embed.markdown ?? "", noteId: props.embed.note_id }),
    ({ markdown, noteId }) => (noteId === null ? [] : resolveIn(markdown, noteId).catch(() => [])),
    { initialValue: [] },
  );
  return (
    <section class={css.embed} aria-label={props.embed.title ?? undefined}>
      <a class={css.embedTitle} href={props.embed.path ?? "#"}>
        {props.embed.title}
      </a>
      <NoteReading
        markdown={props.embed.markdown ?? ""}
        noteId={props.embed.note_id ?? note.noteId}
        workspaceId={note.workspaceId}
        resolutions={resolutions.latest}
        canWrite={false}
        place={{ embeds: props.pieces.place.embeds, parent: props.at }}
      />
    </section>
  );
}
