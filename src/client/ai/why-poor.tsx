import { createSignal, onMount } from "solid-js";
import css from "#/client/ai/why-poor.module.css";
import { say } from "#/client/language/say.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";

/** Asks, in a few words and only if one likes, what was wrong with an answer. Escape leaves the thumb without words. */
export function WhyPoor(props: { readonly send: (reason: string) => void; readonly close: () => void }) {
  const [reason, setReason] = createSignal("");
  let form: HTMLFormElement | undefined;
  onMount(() => form?.querySelector("input")?.focus());

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const words = reason().trim();
    if (words) props.send(words);
    else props.close();
  }
  // Elsewhere Escape stops an answer.
  function leave(event: KeyboardEvent) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    props.close();
  }
  return (
    <form ref={form} class={css.why} onSubmit={submit} onKeyDown={leave}>
      <TextField
        label={say("What was wrong with it?")}
        hideLabel
        placeholder={say("What was wrong with it? Admins can read this.")}
        maxLength={500}
        autocomplete="off"
        onInput={setReason}
      />
      <Button type="submit">{say("Send")}</Button>
    </form>
  );
}
