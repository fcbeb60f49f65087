import Search from "lucide-solid/icons/search";
import { createSignal, onCleanup } from "solid-js";
import { TextField } from "./text-field.tsx";

/** While somebody types, nothing is asked. */
const pauseMs = 250;

export type SearchFieldProps = {
  readonly label: string;
  readonly placeholder: string;
  readonly maxLength: number;
  /** What stands in it at first. */
  readonly value?: string | undefined;
  /** The words, without the spaces around them, once typing pauses. */
  readonly onSearch: (words: string) => void;
};

/** A field that narrows what stands below it. */
export function SearchField(props: SearchFieldProps) {
  const [typed, setTyped] = createSignal(props.value ?? "");
  let pause: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(pause));
  function type(value: string): void {
    setTyped(value);
    clearTimeout(pause);
    pause = setTimeout(() => props.onSearch(value.trim()), pauseMs);
  }
  return (
    <TextField
      label={props.label}
      hideLabel
      type="search"
      placeholder={props.placeholder}
      start={<Search />}
      maxLength={props.maxLength}
      autocomplete="off"
      value={typed()}
      onInput={type}
    />
  );
}
