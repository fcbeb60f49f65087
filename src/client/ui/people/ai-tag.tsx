import { say } from "#/client/language/say.ts";
import css from "./ai-tag.module.css";

/** The word beside every AI's name; the built-in model says that it is one. */
export function AiTag(props: { readonly demo?: boolean | undefined }) {
  return <span class={css.tag}>{props.demo ? say("AI demo") : say("AI")}</span>;
}

/** A role in a list of people: “Admin”, “Moderator”, “Guest · globex.example”. */
export function RoleTag(props: { readonly children: string }) {
  return (
    <span class={css.tag} data-role="">
      {props.children}
    </span>
  );
}
