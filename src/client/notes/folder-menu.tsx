import Ellipsis from "lucide-solid/icons/ellipsis";
import type { JSX } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import { exportPath, importFolder } from "#/client/notes/note-folder.ts";
import { useSession } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { Menu, type MenuEntry } from "#/client/ui/overlays/menu.tsx";

/** Takes the notes of a workspace out as a folder of Markdown, and such a folder in. */
export function FolderMenu(props: {
  readonly workspaceId: string;
  readonly mayWrite: boolean;
  readonly again: () => void;
}): JSX.Element {
  const { toaster } = useSession();
  let picker: HTMLInputElement | undefined;

  async function take(file: File): Promise<void> {
    toaster.show(say("Importing {name}", { name: file.name }));
    try {
      const { notes, skipped } = await importFolder(props.workspaceId, file);
      props.again();
      const made = sayCount(notes, "{count} note was imported.", "{count} notes were imported.");
      const left = sayCount(skipped.length, "{count} file was left out.", "{count} files were left out.");
      toaster.show(skipped.length > 0 ? `${made} ${left}` : made);
    } catch (error) {
      toaster.show(asSwError(error).message);
    }
  }

  const entries = (): MenuEntry[] => [
    {
      label: say("Export as Markdown"),
      onSelect: () => {
        const link = document.createElement("a");
        link.href = exportPath(props.workspaceId);
        link.download = "notes.zip";
        link.click();
      },
    },
    ...(props.mayWrite ? [{ label: say("Import Markdown"), onSelect: () => picker?.click() }] : []),
  ];
  return (
    <>
      <input
        ref={(element) => {
          picker = element;
        }}
        type="file"
        accept=".zip,application/zip"
        aria-label={say("Import Markdown")}
        hidden
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // So that the same file can be chosen again.
          event.currentTarget.value = "";
          if (file) void take(file);
        }}
      />
      <Menu
        label={say("Import and export")}
        entries={entries()}
        placement={{ side: "below", align: "end" }}
        trigger={(attributes) => (
          <IconButton label={say("Import and export")} {...attributes}>
            <Ellipsis />
          </IconButton>
        )}
      />
    </>
  );
}
