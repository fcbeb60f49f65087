import { onceStanding } from "#/client/shell/once-standing.tsx";

/** The handle between two parts of the window. */
export const WidthHandle = onceStanding(async () => ({
  default: (await import("#/client/ui/layout/divider-handle.tsx")).DividerHandle,
}));
