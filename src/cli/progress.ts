const colours = process.stdout.isTTY && !process.env.NO_COLOR;

/** One line a step: what is being done, and when it is done, how long it took. */
export async function step<T>(title: string, work: () => Promise<T>, detail?: (result: T) => string): Promise<T> {
  const startedAt = performance.now();
  if (process.stdout.isTTY) process.stdout.write(`  … ${title}`);
  try {
    const result = await work();
    const seconds = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
    finish(`  ${green("✓")} ${title.padEnd(12)}${(detail?.(result) ?? "").padEnd(34)}${dim(seconds)}`);
    return result;
  } catch (error) {
    finish(`  ${red("✗")} ${title}`);
    throw error;
  }
}

export function say(line = ""): void {
  console.log(line);
}

function finish(line: string): void {
  if (process.stdout.isTTY) process.stdout.write("\r\x1b[2K");
  console.log(line);
}

export function dim(text: string): string {
  return paint("2", text);
}
export function bold(text: string): string {
  return paint("1", text);
}
function green(text: string): string {
  return paint("32", text);
}
function red(text: string): string {
  return paint("31", text);
}
function paint(code: string, text: string): string {
  return colours ? `\x1b[${code}m${text}\x1b[0m` : text;
}
