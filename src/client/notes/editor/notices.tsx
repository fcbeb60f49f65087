import { type JSX, Show } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import type { Uploads } from "#/client/notes/editor/uploads.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import css from "./notices.module.css";

type NoticeProps = { readonly words: string; readonly isUrgent?: boolean; readonly children: JSX.Element };

/** Something to know about the text, in sight however far it is scrolled, with what can be done about it. */
export function Notice(props: NoticeProps) {
  return (
    <div class={css.notice} role={props.isUrgent ? "alert" : "status"}>
      <span class={css.told}>{props.words}</span>
      {props.children}
    </div>
  );
}

/** That pictures are on their way, and why one was not taken. */
export function UploadNotices(props: { readonly uploads: Uploads }) {
  const going = () => props.uploads.going();
  return (
    <>
      <Show when={going()[0]}>
        {(first) => (
          <p class={css.progress} role="status">
            <progress aria-hidden="true" />
            {going().length === 1
              ? say("Uploading {name}", { name: first().name })
              : sayCount(going().length, "Uploading {count} file", "Uploading {count} files")}
          </p>
        )}
      </Show>
      <Show when={props.uploads.failed()}>
        {(file) => (
          <Notice isUrgent words={say("{name} could not be uploaded: {why}", file())}>
            <Button onClick={() => props.uploads.dismiss()}>{say("Close")}</Button>
          </Notice>
        )}
      </Show>
    </>
  );
}
