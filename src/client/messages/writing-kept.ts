/** What this device remembers of the composer. */
type Kept = "formatting" | "preview";

export function keptWriting(what: Kept): boolean {
  try {
    return localStorage.getItem(`scaiwave-${what}`) === "on";
  } catch {
    return false;
  }
}

export function keepWriting(what: Kept, on: boolean): void {
  try {
    localStorage.setItem(`scaiwave-${what}`, on ? "on" : "off");
  } catch {
    // Forbidden storage costs the choice at the next visit, nothing now.
  }
}
