import { describe, expect, test } from "vitest";
import { cpuTime } from "../../../tests/support/cpu-time.ts";
import { passwordProblem } from "./password-rules.ts";

const ana = { email: "ana.devries@example.com", local_id: "ana.dv", display_name: "Ana de Vries" };

describe("a new password", () => {
  test.each([
    ["correct horse battery staple"],
    ["vlieger-onder-de-brug"],
    ["k7#mQ2!xZp"],
    ["ünïcödé für alle"],
    ["🦊🐢🦉🐝🐙🦀🐬🦔🐿🦩"],
    ["password of my first bicycle shop"],
    ["ana de vries walks over the bridge"],
  ])("%j is good", (password) => {
    expect(passwordProblem(password, ana)).toBeNull();
  });

  test.each([
    ["", "too_short"],
    ["k7#mQ2!xZ", "too_short"],
    // Nine characters, though more UTF-16 units and bytes.
    ["🦊🐢🦉🐝🐙🦀🐬🦔🐿", "too_short"],
    // Ten code points as typed, nine letters.
    ["k7#mQ2!xe\u0301", "too_short"],
    ["          ", "too_common"],
    ["aaaaaaaaaaaa", "too_common"],
    ["abababababab", "too_common"],
    ["abc123abc123", "too_common"],
    ["1234567890", "too_common"],
    ["0987654321", "too_common"],
    ["12345678910", "too_common"],
    ["qwertyuiop", "too_common"],
    ["qwertyuiop12", "too_common"],
    ["1qaz2wsx3edc", "too_common"],
    ["1q2w3e4r5t6y", "too_common"],
    ["abcdefghijkl", "too_common"],
    ["password123", "too_common"],
    ["P@ssw0rd2024!", "too_common"],
    ["PASSWORD!!!!", "too_common"],
    ["passwordpassword", "too_common"],
    ["welcome2026", "too_common"],
    ["Welkom01!!!", "too_common"],
    ["iloveyou1234", "too_common"],
    ["trustno1trustno1", "too_common"],
    ["letmein-letmein", "too_common"],
    ["ChangeMe2026", "too_common"],
    ["scaiwave2026", "too_common"],
    ["Summer2026!", "too_common"],
    ["anadevries1", "too_personal"],
    ["Ana de Vries", "too_personal"],
    ["ana.devries@example.com", "too_personal"],
    ["ana.dv-ana.dv", "too_personal"],
    ["devries1990", "too_personal"],
  ] as const)("%j is %s", (password, problem) => {
    expect(passwordProblem(password, ana)).toBe(problem);
  });

  test("of a thousand characters is judged in no time, whatever it is made of", () => {
    for (const password of ["a".repeat(1_000), "password".repeat(125), "thisisone".repeat(111), "qwer".repeat(250)]) {
      expect(
        cpuTime(() => passwordProblem(password, ana)),
        password.slice(0, 9),
      ).toBeLessThan(500);
    }
  });
});
