/**
 * Where a shown answer is not true of a real one: a key that is missing, or a value of another type. A real answer may
 * have more; null stands for anything that may be null; of a list the first entry is compared.
 */
export function shapeFaults(shown: unknown, real: unknown, path = "answer"): string[] {
  if (shown === null || real === null) return shown === null || real === null ? nullFaults(shown, real, path) : [];
  if (Array.isArray(shown)) {
    if (!Array.isArray(real)) return [`${path} is no list`];
    return shown.length === 0
      ? []
      : real.length === 0
        ? [`${path} is empty`]
        : shapeFaults(shown[0], real[0], `${path}[0]`);
  }
  if (typeof shown === "object") {
    if (typeof real !== "object" || Array.isArray(real)) return [`${path} is no object`];
    return Object.entries(shown as object).flatMap(([key, value]) =>
      Object.hasOwn(real as object, key)
        ? shapeFaults(value, (real as Record<string, unknown>)[key], `${path}.${key}`)
        : [`${path}.${key} is missing`],
    );
  }
  return typeof shown === typeof real ? [] : [`${path} is a ${typeof real}, shown as a ${typeof shown}`];
}

/** What is shown as a value must have one; what is shown as null may. */
function nullFaults(shown: unknown, real: unknown, path: string): string[] {
  return shown !== null && real === null ? [`${path} is null, shown as ${JSON.stringify(shown)}`] : [];
}

/** The value at `data.0.id`. */
export function at(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((inside, key) => (inside as Record<string, unknown> | undefined)?.[key], value);
}
