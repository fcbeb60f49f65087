import { createEffect, createSignal, For, on } from "solid-js";
import { Select, type SelectOption } from "../overlays/select.tsx";
import { TooltipHost } from "../overlays/tooltip-host.tsx";
import { AiStates } from "./ai-states.tsx";
import { ColourBoard, TypeBoard } from "./boards.tsx";
import { ComposerStates } from "./composer-states.tsx";
import { ControlStates } from "./control-states.tsx";
import css from "./gallery.module.css";
import { MessageStates } from "./message-states.tsx";
import { OverlayStates } from "./overlay-states.tsx";
import { PageStates } from "./page-states.tsx";
import { PeopleStates } from "./people-states.tsx";
import { RoomStates } from "./room-states.tsx";
import { TimelineStates } from "./timeline-states.tsx";

const parts = [
  ["colours", "Colours"],
  ["type", "Type"],
  ["controls", "Controls"],
  ["overlays", "Overlays"],
  ["people", "People"],
  ["rooms", "Rooms"],
  ["timeline", "A room"],
  ["messages", "Messages"],
  ["ai", "AI at work"],
  ["composer", "Composer"],
  ["pages", "Pages"],
] as const;

type Setting = {
  readonly attribute: string;
  readonly label: string;
  readonly options: readonly SelectOption<string>[];
};

const settings: readonly Setting[] = [
  { attribute: "data-theme", label: "Theme", options: choices("system", "light", "dark") },
  { attribute: "data-density", label: "Density", options: choices("comfortable", "compact") },
  { attribute: "data-contrast", label: "Contrast", options: choices("normal", "more") },
  { attribute: "data-text", label: "Text size", options: choices("90", "100", "112", "125") },
  { attribute: "data-motion", label: "Motion", options: choices("normal", "reduced") },
  { attribute: "dir", label: "Direction", options: choices("ltr", "rtl") },
];

function choices(...values: readonly string[]): readonly SelectOption<string>[] {
  return values.map((value) => ({ value, label: value }));
}

/** Every part of the design system in every state, with the switches of a whole page. */
export function Gallery() {
  return (
    <div class={css.gallery}>
      <header class={css.header}>
        <h1 class={css.title}>Parts</h1>
        <div class={css.switches}>
          <For each={settings}>{(setting) => <PageSwitch setting={setting} />}</For>
        </div>
        <nav class={css.nav} aria-label="Parts">
          <For each={parts}>{([id, label]) => <a href={`#${id}`}>{label}</a>}</For>
        </nav>
      </header>
      <main class={css.main}>
        <ColourBoard />
        <TypeBoard />
        <ControlStates />
        <OverlayStates />
        <PeopleStates />
        <RoomStates />
        <TimelineStates />
        <MessageStates />
        <AiStates />
        <ComposerStates />
        <PageStates />
      </main>
      <TooltipHost />
    </div>
  );
}

function PageSwitch(props: { readonly setting: Setting }) {
  const initial = () => (props.setting.attribute === "data-text" ? "100" : (props.setting.options[0]?.value ?? ""));
  const [value, setValue] = createSignal(initial());
  createEffect(
    on(
      value,
      (chosen) => document.documentElement.setAttribute(props.setting.attribute, chosen),
      // Until one chooses, the page keeps the attributes that the server gave it.
      { defer: true },
    ),
  );
  return <Select label={props.setting.label} value={value()} options={props.setting.options} onChange={setValue} />;
}
