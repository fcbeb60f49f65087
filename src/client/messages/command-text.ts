/** A line that begins with a command: `/topic New words`. */
export type CommandText = { readonly name: string; readonly args: string };

const shape = /^\/([a-z][a-z0-9_-]{0,31})(?:\s+([\s\S]*))?$/i;

/** The command that a text is; null for words, such as a path (`/usr/bin`), and for what `//` escapes. */
export function commandIn(text: string): CommandText | null {
  const match = shape.exec(text.trim());
  return match ? { name: match[1]!.toLowerCase(), args: (match[2] ?? "").trim() } : null;
}

/** `//topic` is said as `/topic`; comments such as `// todo` stay as they are. */
export function withoutEscape(text: string): string {
  return /^\/\/[a-z]/i.test(text) && commandIn(text.slice(1)) ? text.slice(1) : text;
}

/** What a command answers, and only its caller sees. */
export type Told = {
  readonly text: string;
  readonly isProblem: boolean;
  /** Commands to choose from. */
  readonly list?: readonly { readonly name: string; readonly hint: string; readonly summary: string }[];
  /** What may be sent as words after all. */
  readonly asText?: string;
};
