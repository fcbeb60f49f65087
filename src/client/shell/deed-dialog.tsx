import { createUniqueId, type JSX } from "solid-js";
import { say } from "#/client/language/say.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import css from "./deed-dialog.module.css";

export type DeedDialogProps = {
  readonly title: string;
  /** What the button does, and what it says while it does it. */
  readonly verb: string;
  readonly busyLabel: string;
  /** What cannot be taken back: the focus begins on Cancel, and Enter in a field does nothing. */
  readonly danger?: boolean | undefined;
  /** Asked when the button is pressed; undefined when a field is not filled in well, which that field then tells. */
  readonly onDo: () => Promise<unknown> | undefined;
  readonly onClose: () => void;
  readonly children: JSX.Element;
};

/** A question or form with one verb. A refusal is told in it and leaves it open; it is the opener's `onDo` that closes. */
export function DeedDialog(props: DeedDialogProps) {
  const formId = createUniqueId();
  const deed = createDeed();

  function act() {
    const work = deed.busy() ? undefined : props.onDo();
    if (work) void deed.run(() => work);
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (!props.danger) act();
  }

  return (
    <Dialog
      open
      title={props.title}
      onClose={props.onClose}
      actions={
        <>
          <Button autofocus={props.danger} onClick={() => props.onClose()}>
            {say("Cancel")}
          </Button>
          <Button
            kind={props.danger ? "danger" : "primary"}
            type={props.danger ? "button" : "submit"}
            form={props.danger ? undefined : formId}
            busy={deed.busy()}
            busyLabel={props.busyLabel}
            onClick={() => {
              if (props.danger) act();
            }}
          >
            {props.verb}
          </Button>
        </>
      }
    >
      <form class={css.form} id={formId} onSubmit={submit}>
        {props.children}
      </form>
      <Problem text={deed.problem()} />
    </Dialog>
  );
}
