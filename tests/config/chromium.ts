import { findProgram } from "./program.ts";

/** Path of a Chromium for the browser tests. */
export function chromium(): string {
  return findProgram({
    title: "Chromium",
    names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    debian: "chromium",
    variable: "CHROMIUM_PATH",
    elsewhere: ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"],
  });
}
