import type { LaunchOptions } from "playwright";

/** Chromium refuses its sandbox to root; the other switches keep it from asking the network for itself. */
export const launchOptions: LaunchOptions = {
  args: [
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
  ],
};
