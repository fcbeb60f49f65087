import type { Page } from "playwright";

/** Somebody new is asked for a name and a look: whoever walks on skips that, and is not asked again. */
export async function skipFirstRun(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog");
  const kept = page.waitForResponse((response) => response.request().postData()?.includes("welcomed") === true);
  await dialog.getByRole("button", { name: "Skip", exact: true }).click();
  await kept;
  await dialog.waitFor({ state: "hidden" });
}
