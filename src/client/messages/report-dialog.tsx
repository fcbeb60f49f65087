import { createSignal, For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { reasonWords } from "#/client/messages/report-words.ts";
import css from "#/client/rooms/dialogs.module.css";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import { messageServer } from "#/client/sync/message-server.ts";
import { TextArea } from "#/client/ui/controls/text-field.tsx";
import type { Message } from "#/domain/messages/message.ts";
import { longestReportNote, type ReportReason, reportReasons } from "#/domain/messages/reports.ts";

export type ReportDialogProps = {
  readonly message: Message;
  readonly conversation: Conversation;
  readonly onClose: () => void;
};

/** Shows a message to the admins; who wrote it is not told. Of an incognito room only the reason goes. */
export default function ReportDialog(props: ReportDialogProps) {
  const { conversation } = props;
  const [reason, setReason] = createSignal<ReportReason>();
  const [note, setNote] = createSignal("");
  const [isMissing, setMissing] = createSignal(false);
  const name = () => conversation.person(props.message.sender_id).name;
  const isIncognito = () => conversation.standing()?.room.room_type === "incognito";

  async function report(chosen: ReportReason) {
    const words = isIncognito() ? "" : note().trim();
    const { room_id, id } = props.message;
    await messageServer.report({ room_id, event_id: id, reason: chosen, ...(words ? { note: words } : {}) });
    props.onClose();
    conversation.session.toaster.show(say("The admins were told"));
  }

  function check(): Promise<unknown> | undefined {
    const chosen = reason();
    setMissing(!chosen);
    return chosen && report(chosen);
  }

  return (
    <DeedDialog
      title={say("Report this message of {name}?", { name: name() })}
      verb={say("Report message")}
      busyLabel={say("Reporting")}
      onDo={check}
      onClose={props.onClose}
    >
      <p class={css.words}>
        {isIncognito()
          ? say("The admins of this server learn that it was reported, by whom and why. Its words stay in the room.")
          : say("The admins of this server see the message and who reported it. {name} is not told.", { name: name() })}
      </p>
      <fieldset class={css.choices} aria-describedby={isMissing() ? "report-reason" : undefined}>
        <legend>{say("What is wrong with it?")}</legend>
        <For each={reportReasons}>
          {(each) => (
            <label class={css.plainChoice}>
              <input
                type="radio"
                name="reason"
                autofocus={each === reportReasons[0]}
                checked={reason() === each}
                onChange={() => {
                  setReason(each);
                  setMissing(false);
                }}
              />
              <span>{reasonWords(each)}</span>
            </label>
          )}
        </For>
        <Show when={isMissing()}>
          <p class={css.problem} id="report-reason" role="alert">
            {say("Choose a reason.")}
          </p>
        </Show>
      </fieldset>
      <Show when={!isIncognito()}>
        <TextArea
          label={say("What should they know?")}
          placeholder={say("Optional")}
          maxLength={longestReportNote}
          value={note()}
          onInput={setNote}
        />
      </Show>
    </DeedDialog>
  );
}
