import type { JSX } from "solid-js";

/** A fenced `todos` block as a live table. */
export default function TodosBlock(props: { readonly source: string; readonly workspaceId: string }): JSX.Element {
  return (
    <pre>
      <code>{props.source}</code>
    </pre>
  );
}
