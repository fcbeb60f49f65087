import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CalculationError, calculate } from "#/server/ai/tools/builtin/calculate.ts";
import { cpuTime } from "../../../../../tests/support/cpu-time.ts";

describe("an expression", () => {
  test.each([
    ["1+1", "2"],
    ["0.1 + 0.2", "0.3"],
    ["(1.15 * 3 - 0.45) / 3", "1"],
    ["1/3", "1/3 ≈ 0.33333333333333333333"],
    ["-7/2", "-3.5"],
    ["2^10", "1024"],
    ["2^-2", "0.25"],
    ["2^3^2", "512"],
    ["-2^2", "-4"],
    ["(-2)^3", "-8"],
    ["(-1)^1001", "-1"],
    ["0^0", "1"],
    ["2 ** 3", "8"],
    ["6 × 7 ÷ 2 − 1", "20"],
    ["15% * 80", "12"],
    ["17 mod 5", "2"],
    ["-17 mod 5", "3"],
    ["5!", "120"],
    ["20!", "2432902008176640000"],
    ["9007199254740993 + 0", "9007199254740993"],
    ["1e3 + 1.5e-1", "1000.15"],
    ["sqrt(16/9)", "4/3 ≈ 1.33333333333333333333"],
    ["sqrt(2)", "≈ 1.4142135623730950488"],
    ["9^(1/2)", "3"],
    ["max(1, 2.5, -3) + min(4, 2)", "4.5"],
    ["avg(1, 2, 4) * 3 + sum(1)", "8"],
    ["round(2.345, 2)", "2.35"],
    ["floor(-1.5) + ceil(1.2) + abs(-3)", "3"],
    [".5 + .25", "0.75"],
    ["-0", "0"],
    ["--1", "1"],
  ])("%s is %s", (expression, value) => {
    expect(calculate(expression)).toBe(value);
  });

  test.each([
    ["1/0", "divided by zero"],
    ["0^-1", "divided by zero"],
    ["5 mod 0", "divided by zero"],
    ["1 +", "was not expected"],
    ["(1", "was not expected"],
    ["1 2", "was not expected"],
    ["", "was not expected"],
    ["process.exit(1)", "can't be read|no function"],
    ["constructor(1)", "no function"],
    ["__proto__", "can't be read"],
    ["sqrt(-1)", "no real square root"],
    ["2^0.3", "Powers take whole"],
    ["(-1)!", "takes a whole number"],
    ["1,000", "was not expected"],
    ["9^9^9^9", "too large"],
    ["10^100000000", "too large"],
    ["1e9999", "too large"],
    ["1001!", "takes a whole number"],
    ["(500!)!", "takes a whole number"],
    [`${"(".repeat(100)}1${")".repeat(100)}`, "nested too deeply"],
    [`${"2^".repeat(100)}1`, "nested too deeply"],
    ["1+".repeat(600), "at most 1000"],
  ])("%s is refused", (expression, problem) => {
    expect(() => calculate(expression)).toThrow(CalculationError);
    expect(() => calculate(expression)).toThrow(new RegExp(problem));
  });

  test("takes no long time, whatever is written", () => {
    const tried = (expression: string) => {
      try {
        calculate(expression);
      } catch (error) {
        if (!(error instanceof CalculationError)) throw error;
      }
    };
    const hard = ["9999999999^1800 * 3", Array(30).fill("1000!").join("*"), Array(160).fill("1/997").join("+"), `${"sqrt(".repeat(60)}2${")".repeat(60)}`, "9^9".padEnd(999, "^1")]; // biome-ignore format: one list
    for (const expression of hard) {
      expect(cpuTime(() => tried(expression))).toBeLessThan(2_000);
    }
    const word = fc.constantFrom(
      "9",
      "999",
      "1e99",
      "+",
      "-",
      "*",
      "/",
      "^",
      "!",
      "%",
      "(",
      ")",
      "sqrt(",
      "max(",
      ",",
      "mod",
      "pi",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        return cpuTime(() => tried(words.join(""))) < 2_000;
      }),
      { numRuns: 500 },
    );
  });

  test("of whole numbers equals what bigints say", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        expect(calculate(`(${a}) * (${b}) - (${a})`)).toBe(String(a * b - a));
      }),
    );
  });
});
