import { createSignal } from "solid-js";
import { type Tone, tones } from "#/client/messages/emoji-set.ts";

const key = "scaiwave-emoji-tone";

/** The tone of skin that this device last chose. */
export function createSkinTone() {
  const [tone, setTone] = createSignal<Tone>(read());
  return [
    tone,
    (next: Tone) => {
      setTone(next);
      try {
        localStorage.setItem(key, next);
      } catch {
        // A browser that keeps nothing asks again.
      }
    },
  ] as const;
}

function read(): Tone {
  try {
    return tones.find((each) => each === localStorage.getItem(key)) ?? "";
  } catch {
    return "";
  }
}
