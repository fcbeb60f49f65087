import { cleanup, render } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, expect, test, vi } from "vitest";
import { GrowingList } from "./growing-list.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const rows = (count: number) => Array.from({ length: count }, (_, index) => `row ${index}`);

/** Stands in for the browser's own, which jsdom lacks: `come()` says that the end is in view. */
function observeByHand(): { come: () => void; watched: () => number } {
  const open = new Set<() => void>();
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      readonly #tell: () => void;
      constructor(hear: (seen: { isIntersecting: boolean }[]) => void) {
        this.#tell = () => hear([{ isIntersecting: true }]);
      }
      observe(): void {
        open.add(this.#tell);
      }
      disconnect(): void {
        open.delete(this.#tell);
      }
    },
  );
  const come = () => {
    for (const tell of [...open]) tell();
  };
  return { come, watched: () => open.size };
}

test("draws some, more as one comes near their end, and in the end all of them once", () => {
  const { come, watched } = observeByHand();
  const { container } = render(() => (
    <ul>
      <GrowingList each={rows(150)}>{(row) => <li>{row}</li>}</GrowingList>
    </ul>
  ));
  const drawn = () => [...container.querySelectorAll("li:not([aria-hidden])")].map((row) => row.textContent);
  expect(drawn()).toEqual(rows(60));
  come();
  expect(drawn()).toEqual(rows(120));
  come();
  expect(drawn()).toEqual(rows(150));
  expect(watched()).toBe(0);
});

test("keeps the elements of rows that stay while the list changes", () => {
  observeByHand();
  const all = rows(80);
  const [list, setList] = createSignal<readonly string[]>(all);
  const { container } = render(() => (
    <ul>
      <GrowingList each={list()}>{(row) => <li>{row}</li>}</GrowingList>
    </ul>
  ));
  const second = container.querySelectorAll("li")[1];
  setList(all.slice(1));
  expect(container.querySelectorAll("li")[0]).toBe(second);
  expect(container.querySelectorAll("li:not([aria-hidden])")).toHaveLength(60);
});
