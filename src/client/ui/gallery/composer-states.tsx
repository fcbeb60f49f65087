import Smile from "lucide-solid/icons/face-slightly-smiling";
import Plus from "lucide-solid/icons/plus";
import Users from "lucide-solid/icons/users";
import { createSignal, type JSX } from "solid-js";
import { Button } from "../controls/button.tsx";
import { IconButton } from "../controls/icon-button.tsx";
import { CompletionList } from "../messages/completion-list.tsx";
import {
  ComposerFrame,
  type ComposerFrameProps,
  ComposerInput,
  ComposerStrip,
  ReadOnlyComposer,
  SendButton,
} from "../messages/composer-frame.tsx";
import { PersonRow } from "../people/person-row.tsx";
import css from "./gallery.module.css";
import { ana, bram, chen, mira } from "./people-of-the-gallery.ts";
import { Ground, Section } from "./section.tsx";

function Example(
  props: Pick<ComposerFrameProps, "mode" | "above" | "hint" | "counter" | "overlay"> & {
    readonly placeholder: string;
    readonly text?: string;
    readonly running?: boolean;
    readonly end?: JSX.Element;
  },
) {
  const [text, setText] = createSignal(props.text ?? "");
  return (
    <ComposerFrame
      mode={props.mode}
      above={props.above}
      hint={props.hint}
      counter={props.counter}
      overlay={props.overlay}
      start={
        <IconButton label="Add">
          <Plus />
        </IconButton>
      }
      end={
        props.end ?? (
          <>
            <IconButton label="Emoji">
              <Smile />
            </IconButton>
            <SendButton hasText={text() !== ""} running={props.running} onSend={() => setText("")} />
          </>
        )
      }
    >
      <ComposerInput label={props.placeholder} placeholder={props.placeholder} value={text()} onInput={setText} />
    </ComposerFrame>
  );
}

export function ComposerStates() {
  return (
    <Section id="composer" title="Composer">
      <Ground width={740}>
        <div class={css.stack} style={{ "padding-block-start": "16px" }}>
          <Example
            placeholder="Message #design"
            hint={
              <>
                <Users /> 12 people and 2 AIs can read this
              </>
            }
          />
          <Example placeholder="Message Ana" text="Have you seen the new rail?" hint="Ana is typing" />
          <Example
            placeholder="Reply to Bram"
            above={
              <ComposerStrip closeLabel="Leave the reply" onClose={() => {}}>
                Reply to Bram Okafor: Reading it now.
              </ComposerStrip>
            }
            hint="Esc leaves the reply"
          />
          <Example
            placeholder="Edit"
            mode="edit"
            text="The rail is 56 px"
            hint="Esc restores your draft"
            end={
              <>
                <Button kind="quiet">Cancel</Button>
                <Button kind="primary">Save</Button>
              </>
            }
          />
          <Example
            placeholder="Message #offsite"
            mode="incognito"
            hint="Incognito: not searchable, not remembered, deleted when everyone has left"
          />
          <Example
            placeholder="Message #design"
            text="A long text"
            hint="Sends when you are back"
            counter="64,102 of 65,536"
          />
          <Example placeholder="Ask Mira" running hint="Esc stops Mira" />
          <ReadOnlyComposer
            text="You are reading a public room."
            action={<Button kind="primary">Join to write</Button>}
          />
        </div>
      </Ground>
      <h3 class={css.sub}>Completion</h3>
      <Ground width={740}>
        <div style={{ "padding-block-start": "176px" }}>
          <Example
            placeholder="Message #design, with names"
            text="@"
            overlay={
              <CompletionList
                id="gallery-completion"
                label="People"
                items={[ana, bram, mira, chen]}
                active={1}
                onChoose={() => {}}
              >
                {(person) => (
                  <PersonRow
                    person={person}
                    handle={`@${person.name.split(" ")[0]?.toLowerCase()}`}
                    note={person === chen ? "not in this room" : undefined}
                  />
                )}
              </CompletionList>
            }
          />
        </div>
      </Ground>
    </Section>
  );
}
