import { createSignal, createUniqueId, For } from "solid-js";
import { say } from "#/client/language/say.ts";
import { noteServer } from "#/client/notes/note-server.ts";
import { tagsOf } from "#/client/notes/properties.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { maxCategoryLength } from "#/domain/notes/bounds.ts";
import type { NoteDetails } from "#/domain/notes/schema.ts";

/** Where a note is sorted. Its frontmatter is changed in place: whoever writes at the same time goes on writing. */
export default function PropertiesDialog(props: {
  readonly note: NoteDetails;
  readonly categories: readonly string[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const [category, setCategory] = createSignal(props.note.category ?? "");
  const [tags, setTags] = createSignal(props.note.tags.join(", "));
  const listId = createUniqueId();
  async function save() {
    await noteServer.setProperties(props.note.id, { category: category().trim(), tags: tagsOf(tags()) });
    props.onDone();
    props.onClose();
  }
  return (
    <DeedDialog
      title={say("Category and tags")}
      verb={say("Save")}
      busyLabel={say("Saving")}
      onDo={save}
      onClose={props.onClose}
    >
      <TextField
        label={say("Category")}
        help={say("One per note, such as Projects. Without one it waits under Uncategorised.")}
        maxLength={maxCategoryLength}
        autocomplete="off"
        list={listId}
        autofocus
        value={category()}
        onInput={setCategory}
      />
      <datalist id={listId}>
        <For each={props.categories}>{(each) => <option value={each} />}</For>
      </datalist>
      <TextField
        label={say("Tags")}
        help={say("With commas or spaces between.")}
        maxLength={1_000}
        autocomplete="off"
        spellcheck={false}
        value={tags()}
        onInput={setTags}
      />
    </DeedDialog>
  );
}
