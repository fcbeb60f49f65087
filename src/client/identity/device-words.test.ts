import { expect, test } from "vitest";
import { deviceOf } from "#/client/identity/device-words.ts";

const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
    "Firefox on Windows",
    "computer",
  ],
  [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/131.0.0.0 Safari/537.36`, "Chrome on Linux", "computer"],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`,
    "Edge on Windows",
    "computer",
  ],
  [`Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/131.0.0.0 Mobile Safari/537.36`, "Chrome on Android", "phone"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "Safari on iPhone",
    "phone",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
    "Safari on macOS",
    "computer",
  ],
  ["something else", "A browser", "computer"],
  ["", "A browser", "computer"],
] as const)("a browser that says %j is %s", (userAgent, name, kind) => {
  expect(deviceOf(userAgent, "browser")).toEqual({ name, kind });
});

test.each([
  ["curl/8.5.0", "curl"],
  ["node", "node"],
  ["python-requests/2.32", "python-requests"],
  ["Mozilla/5.0 (compatible)", "A program"],
  ["<script>alert(1)</script>", "A program"],
  [null, "A program"],
] as const)("a program that says %j is %s", (userAgent, name) => {
  expect(deviceOf(userAgent, "program")).toEqual({ name, kind: "program" });
});
