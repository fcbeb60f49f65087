/** What is wrong with a file that should be a backup. */
export class BackupFault extends Error {
  override readonly name = "BackupFault";
  readonly kind: "foreign" | "truncated" | "damaged" | "newer";

  constructor(kind: BackupFault["kind"]) {
    super(kind);
    this.kind = kind;
  }
}

const sentences: Readonly<Record<BackupFault["kind"], string>> = {
  foreign: "is not a backup of ScaiWave",
  truncated: "is cut short: the copy of it, or the backup itself, did not end well",
  damaged: "is damaged: its contents are not what was written",
  newer: "was written by a newer ScaiWave: restore it with that version",
};

export function faultSentence(file: string, { kind }: BackupFault): string {
  return `${file} ${sentences[kind]}.`;
}
