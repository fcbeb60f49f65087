import { createSignal } from "solid-js";

/** What a person chose about keys, as the composer asks for it. In the browser only: it follows their preferences. */
export type WritingChoices = { readonly sendWith: "enter" | "ctrl_enter"; readonly singleKeys: boolean };

export const [writingChoices, setWritingChoices] = createSignal<WritingChoices>(
  { sendWith: "enter", singleKeys: false },
  { equals: (a, b) => a.sendWith === b.sendWith && a.singleKeys === b.singleKeys },
);
