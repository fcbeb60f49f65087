import Eye from "lucide-solid/icons/eye";
import EyeOff from "lucide-solid/icons/eye-off";
import { createSignal, onMount, Show, splitProps } from "solid-js";
import css from "#/client/identity/door.module.css";
import { say } from "#/client/language/say.ts";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { TextField, type TextFieldProps } from "#/client/ui/controls/text-field.tsx";

/** A password: can be looked at while it is written, and says when Caps Lock is on. Both take no room that is not kept. */
export function PasswordField(
  props: Omit<TextFieldProps, "type" | "end" | "autocomplete"> & { readonly autocomplete: string },
) {
  const [own, field] = splitProps(props, ["label"]);
  const [isShown, setShown] = createSignal(false);
  const [isLive, setLive] = createSignal(false);
  const [hasCaps, setCaps] = createSignal(false);
  const hear = (event: KeyboardEvent | MouseEvent) => setCaps(event.getModifierState("CapsLock"));
  onMount(() => setLive(true));
  return (
    <TextField
      {...field}
      label={own.label}
      type={isShown() ? "text" : "password"}
      required
      maxLength={1000}
      autocapitalize="none"
      autocorrect="off"
      spellcheck={false}
      onKeyDown={hear}
      onKeyUp={hear}
      onMouseDown={hear}
      onBlur={() => setCaps(false)}
      end={
        <>
          <span class={css.caps} role="status">
            <Show when={hasCaps()}>{say("Caps Lock is on")}</Show>
          </span>
          <span class={css.reveal} data-live={isLive() ? "" : undefined}>
            <IconButton
              label={say("Show the password")}
              tooltip={isShown() ? say("Hide the password") : say("Show the password")}
              size="small"
              pressed={isShown()}
              onClick={() => setShown(!isShown())}
            >
              <Show when={isShown()} fallback={<Eye />}>
                <EyeOff />
              </Show>
            </IconButton>
          </span>
        </>
      }
    />
  );
}
