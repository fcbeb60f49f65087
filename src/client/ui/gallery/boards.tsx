import { For } from "solid-js";
import { colours } from "../tokens.ts";
import css from "./gallery.module.css";
import { Section } from "./section.tsx";

const types = ["3xl", "2xl", "xl", "lg", "note", "body", "base", "sm", "xs", "2xs", "code", "emoji"] as const;

export function ColourBoard() {
  return (
    <Section id="colours" title="Colours">
      <div class={css.swatches}>
        <For each={Object.keys(colours)}>
          {(name) => (
            <div class={css.swatch}>
              <i style={{ background: `var(--${name})` }} />
              {name}
            </div>
          )}
        </For>
      </div>
    </Section>
  );
}

export function TypeBoard() {
  return (
    <Section id="type" title="Type">
      <For each={types}>
        {(type) => (
          <div class={css.specimen}>
            <span>{type}</span>
            <p style={{ font: `var(--type-${type})` }}>
              {type === "emoji" ? "🎉 🐧" : "The quick brown fox reads 1,204 messages at 09:41"}
            </p>
          </div>
        )}
      </For>
    </Section>
  );
}
