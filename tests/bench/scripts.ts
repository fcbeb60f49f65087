import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "../start/instance.ts";

/** Scripts as they travel: how many files, and their bytes when each is compressed by itself. */
export type Weight = { readonly files: number; readonly bytes: number };

const assets = "/_build/assets/";

/**
 * The scripts that a page can't do without: those its HTML names, and all that these import. What is only imported when it is
 * used is not among them.
 */
export function scriptsOf(html: string): string[] {
  const found = new Set<string>();
  const named = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+\.js)"/g)].map((match) => match[1]!);
  for (const path of named) follow(path, found);
  return [...found];
}

function follow(path: string, found: Set<string>): void {
  if (found.has(path)) return;
  found.add(path);
  for (const [, file] of textOf(path).matchAll(/(?:\bfrom|\bimport)"\.\/([^"]+\.js)"/g))
    follow(`${assets}${file}`, found);
}

/** The built files of these addresses, each as gzip leaves it. */
export function weightOf(paths: readonly string[]): Weight {
  return {
    files: paths.length,
    bytes: paths.reduce((sum, path) => sum + gzipSync(textOf(path), { level: 9 }).length, 0),
  };
}

function textOf(path: string): string {
  return readFileSync(join(root, ".output/public", path), "utf8");
}
