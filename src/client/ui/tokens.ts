/** `oklch` coordinates as written in CSS: lightness 0..1, chroma, hue in degrees. */
export type Oklch = readonly [lightness: number, chroma: number, hue: number];

/** The same name in both themes: light first, dark second. */
export type ThemedColour = readonly [light: Oklch, dark: Oklch];

const BLUE = 250;
const personHues = [25, 55, 100, 145, 190, 236, 275, 345] as const;

/** Every colour of the product. `tokens.css` is checked against this table, and the table against WCAG 2. */
// biome-ignore format: a table is read in rows
export const colours = {
  "bg-rail": [[0.945, 0.008, BLUE], [0.165, 0.008, BLUE]],
  "bg-side": [[0.97, 0.005, BLUE], [0.19, 0.008, BLUE]],
  "bg-page": [[0.995, 0.001, BLUE], [0.215, 0.008, BLUE]],
  "bg-raised": [[1, 0, 0], [0.255, 0.01, BLUE]],
  "bg-sunken": [[0.965, 0.005, BLUE], [0.18, 0.008, BLUE]],
  "bg-hover": [[0.96, 0.006, BLUE], [0.245, 0.01, BLUE]],
  "bg-active": [[0.93, 0.009, BLUE], [0.285, 0.012, BLUE]],
  "bg-selected": [[0.928, 0.026, 236], [0.31, 0.04, 232]],
  "text-1": [[0.235, 0.018, BLUE], [0.94, 0.005, BLUE]],
  "text-2": [[0.43, 0.018, BLUE], [0.78, 0.012, BLUE]],
  "text-3": [[0.51, 0.016, BLUE], [0.705, 0.014, BLUE]],
  "border-1": [[0.915, 0.006, BLUE], [0.29, 0.01, BLUE]],
  "border-2": [[0.605, 0.015, BLUE], [0.585, 0.016, BLUE]],
  focus: [[0.56, 0.125, 240], [0.76, 0.12, 232]],
  accent: [[0.505, 0.098, 236], [0.72, 0.11, 228]],
  unread: [[0.505, 0.098, 236], [0.72, 0.11, 228]],
  "accent-hover": [[0.455, 0.09, 236], [0.77, 0.105, 228]],
  "accent-text": [[0.465, 0.092, 236], [0.78, 0.105, 228]],
  "on-accent": [[1, 0, 0], [0.19, 0.03, 232]],
  "accent-soft": [[0.948, 0.022, 236], [0.29, 0.045, 232]],
  mention: [[0.968, 0.032, 85], [0.285, 0.04, 80]],
  "mention-edge": [[0.605, 0.12, 68], [0.78, 0.13, 78]],
  "mention-text": [[0.44, 0.095, 65], [0.85, 0.105, 82]],
  "warn-soft": [[0.968, 0.032, 85], [0.285, 0.04, 80]],
  warn: [[0.605, 0.12, 68], [0.78, 0.13, 78]],
  "warn-text": [[0.44, 0.095, 65], [0.85, 0.105, 82]],
  badge: [[0.805, 0.145, 80], [0.8, 0.13, 80]],
  "on-badge": [[0.235, 0.03, 60], [0.2, 0.03, 70]],
  online: [[0.585, 0.14, 152], [0.74, 0.16, 152]],
  busy: [[0.57, 0.19, 25], [0.68, 0.18, 25]],
  offline: [[0.6, 0.01, BLUE], [0.6, 0.01, BLUE]],
  success: [[0.5, 0.115, 152], [0.74, 0.14, 152]],
  "success-text": [[0.44, 0.105, 152], [0.79, 0.13, 152]],
  "success-soft": [[0.96, 0.03, 152], [0.28, 0.045, 152]],
  danger: [[0.53, 0.19, 27], [0.7, 0.165, 25]],
  "danger-text": [[0.48, 0.175, 27], [0.77, 0.125, 22]],
  "danger-soft": [[0.96, 0.02, 27], [0.285, 0.055, 25]],
  "on-danger": [[1, 0, 0], [0.17, 0.03, 28]],
  ai: [[0.52, 0.16, 300], [0.74, 0.12, 300]],
  "ai-text": [[0.47, 0.155, 300], [0.8, 0.1, 300]],
  "ai-soft": [[0.96, 0.018, 300], [0.28, 0.045, 300]],
  "on-ai": [[1, 0, 0], [0.19, 0.04, 300]],
  "code-text": [[0.3, 0.02, BLUE], [0.89, 0.008, BLUE]],
  "code-comment": [[0.5, 0.015, BLUE], [0.68, 0.014, BLUE]],
  "code-keyword": [[0.47, 0.155, 300], [0.8, 0.1, 300]],
  "code-string": [[0.44, 0.105, 152], [0.8, 0.12, 152]],
  "code-number": [[0.44, 0.095, 65], [0.85, 0.105, 82]],
  "code-function": [[0.455, 0.09, 236], [0.8, 0.095, 228]],
  "code-inline": [[0.44, 0.12, 20], [0.81, 0.09, 20]],
  highlight: [[0.935, 0.08, 95], [0.335, 0.062, 95]],
  "diff-add": [[0.945, 0.05, 152], [0.31, 0.06, 152]],
  "diff-del": [[0.94, 0.026, 22], [0.315, 0.07, 25]],
  selection: [[0.88, 0.05, 236], [0.38, 0.06, 232]],
  "on-person": [[1, 0, 0], [0.19, 0.01, BLUE]],
  "person-1": [
    [0.52, 0.09, personHues[0]],
    [0.78, 0.1, personHues[0]],
  ],
  "person-2": [
    [0.52, 0.09, personHues[1]],
    [0.78, 0.1, personHues[1]],
  ],
  "person-3": [
    [0.52, 0.09, personHues[2]],
    [0.78, 0.1, personHues[2]],
  ],
  "person-4": [
    [0.52, 0.09, personHues[3]],
    [0.78, 0.1, personHues[3]],
  ],
  "person-5": [
    [0.52, 0.09, personHues[4]],
    [0.78, 0.1, personHues[4]],
  ],
  "person-6": [
    [0.52, 0.09, personHues[5]],
    [0.78, 0.1, personHues[5]],
  ],
  "person-7": [
    [0.52, 0.09, personHues[6]],
    [0.78, 0.1, personHues[6]],
  ],
  "person-8": [
    [0.52, 0.09, personHues[7]],
    [0.78, 0.1, personHues[7]],
  ],
} as const satisfies Record<string, ThemedColour>;

export type ColourName = keyof typeof colours;

/** What high contrast replaces; every other colour stays. */
// biome-ignore format: a table is read in rows
export const highContrast = {
  "bg-page": [[1, 0, 0], [0.15, 0.004, BLUE]],
  "text-1": [[0.16, 0.01, BLUE], [0.985, 0.004, BLUE]],
  "text-2": [[0.28, 0.01, BLUE], [0.9, 0.004, BLUE]],
  "text-3": [[0.36, 0.01, BLUE], [0.83, 0.004, BLUE]],
  "border-1": [[0.6, 0.01, BLUE], [0.55, 0.004, BLUE]],
  "border-2": [[0.42, 0.01, BLUE], [0.72, 0.004, BLUE]],
  "accent-text": [[0.37, 0.075, 236], [0.85, 0.08, 228]],
  "danger-text": [[0.4, 0.145, 27], [0.82, 0.095, 22]],
  "ai-text": [[0.4, 0.14, 300], [0.86, 0.075, 300]],
  "success-text": [[0.36, 0.09, 152], [0.86, 0.12, 152]],
  "mention-text": [[0.36, 0.078, 65], [0.9, 0.09, 85]],
  "warn-text": [[0.36, 0.078, 65], [0.9, 0.09, 85]],
  "code-text": [[0.16, 0.01, BLUE], [0.985, 0.004, BLUE]],
  "code-keyword": [[0.16, 0.01, BLUE], [0.985, 0.004, BLUE]],
  "code-string": [[0.16, 0.01, BLUE], [0.985, 0.004, BLUE]],
  "code-number": [[0.16, 0.01, BLUE], [0.985, 0.004, BLUE]],
  "code-function": [[0.16, 0.01, BLUE], [0.985, 0.004, BLUE]],
  "code-inline": [[0.16, 0.01, BLUE], [0.985, 0.004, BLUE]],
  "code-comment": [[0.28, 0.01, BLUE], [0.9, 0.004, BLUE]],
} as const satisfies Partial<Record<ColourName, ThemedColour>>;

/** `person-1…8` for libraries that cannot read `oklch`. */
export const personHex = {
  light: ["#96534e", "#905a33", "#756a24", "#467748", "#007974", "#2c7096", "#5a649d", "#8d5375"],
  dark: ["#f19e97", "#e9a679", "#c6b96b", "#8fc990", "#60ccc5", "#75c2ef", "#a4b3f8", "#e69dc6"],
} as const;

/** The lines of `tokens.css` for a colour table, without indentation. */
export function colourDeclarations(table: Partial<Record<ColourName, ThemedColour>>): readonly string[] {
  return Object.entries(table).map(
    ([name, [light, dark]]) => `--${name}: light-dark(oklch(${light.join(" ")}), oklch(${dark.join(" ")}));`,
  );
}
