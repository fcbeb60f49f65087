/**
 * Whether the server has another build than the one this page runs: the name of a script is made of its content, and one
 * that the server no longer has was replaced. Not knowing counts as no.
 */
export async function hasNewVersion(
  script: string | undefined = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src,
  ask: typeof fetch = fetch,
): Promise<boolean> {
  if (!script) return false;
  try {
    const { status } = await ask(script, { method: "HEAD", cache: "no-store" });
    return status === 404 || status === 410;
  } catch {
    return false;
  }
}
