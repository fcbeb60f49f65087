import { Fraction } from "fraction.js";

/** Why an expression has no result, as a sentence. */
export class CalculationError extends Error {
  override readonly name = "CalculationError";
}

const maxLength = 1_000;
const maxDepth = 64;
/** Of any numerator or denominator on the way; some six thousand decimal digits. */
const maxBits = 20_000;
const maxFactorial = 1_000n;
const maxTenPower = 1_000;

type Value = { readonly number: Fraction; readonly exact: boolean };
type Token = { readonly kind: "number" | "name" | "sign" | "end"; readonly text: string };

/**
 * The exact value of an arithmetic expression over rational numbers: `+ - * / ^ mod`, `!`, `%` for hundredths, parentheses,
 * and abs, min, max, sum, avg, floor, ceil, round, sqrt. Exact but for irrational roots and pi, which are marked with ≈.
 * @throws CalculationError, in bounded time whatever is written
 */
export function calculate(expression: string): string {
  if (expression.length > maxLength) throw new CalculationError(`An expression has at most ${maxLength} characters.`);
  return written(new Parser(tokensOf(expression)).whole());
}

function tokensOf(expression: string): Token[] {
  const text = expression.replace(/[×·]/g, "*").replace(/÷/g, "/").replace(/[−–]/g, "-").replaceAll("**", "^");
  const tokens: Token[] = [];
  const pattern = /\s*(?:(\d+(?:\.\d+)?(?:e[+-]?\d{1,4})?|\.\d+)|([a-zπ]+)|([-+*/^%!(),]))/giy;
  while (pattern.lastIndex < text.trimEnd().length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match)
      throw new CalculationError(`“${[...text.slice(at).trim()][0] ?? ""}” can't be read at position ${at + 1}.`);
    const [, number, name, sign] = match;
    if (number) tokens.push({ kind: "number", text: number });
    else if (name) tokens.push({ kind: "name", text: name.toLowerCase() });
    else tokens.push({ kind: "sign", text: sign! });
  }
  return tokens;
}

const end: Token = { kind: "end", text: "the end" };

/** Precedence, loosest first: `+ -`, `* / mod`, sign, `^` (from the right), `! %`. */
class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Value {
    const value = this.#sum();
    if (this.#peek() !== end) throw this.#unexpected();
    return value;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? end;
  }

  #take(...texts: string[]): string | null {
    const { kind, text } = this.#peek();
    if (kind === "number" || kind === "end" || !texts.includes(text)) return null;
    this.#at += 1;
    return text;
  }

  #unexpected(): CalculationError {
    return new CalculationError(`“${this.#peek().text.slice(0, 40)}” was not expected.`);
  }

  #sum(): Value {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new CalculationError("The expression is nested too deeply.");
    let left = this.#product();
    for (let sign = this.#take("+", "-"); sign; sign = this.#take("+", "-")) {
      const right = this.#product();
      left = both(left, right, (a, b) => (sign === "+" ? a.add(b) : a.sub(b)));
    }
    this.#depth -= 1;
    return left;
  }

  #product(): Value {
    let left = this.#signed();
    for (let sign = this.#take("*", "/", "mod"); sign; sign = this.#take("*", "/", "mod")) {
      const right = this.#signed();
      if (sign !== "*" && right.number.n === 0n) throw new CalculationError("Nothing can be divided by zero.");
      left = both(left, right, (a, b) => (sign === "*" ? a.mul(b) : sign === "/" ? a.div(b) : modulo(a, b)));
    }
    return left;
  }

  #signed(): Value {
    let negative = false;
    for (let sign = this.#take("+", "-"); sign; sign = this.#take("+", "-")) negative = negative !== (sign === "-");
    const value = this.#power();
    return negative ? { ...value, number: value.number.neg() } : value;
  }

  #power(): Value {
    const base = this.#postfix();
    if (!this.#take("^")) return base;
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new CalculationError("The expression is nested too deeply.");
    const exponent = this.#signed();
    this.#depth -= 1;
    return power(base, exponent);
  }

  #postfix(): Value {
    let value = this.#atom();
    for (let sign = this.#take("!", "%"); sign; sign = this.#take("!", "%")) {
      value = sign === "%" ? { ...value, number: value.number.div(100) } : factorial(value);
    }
    return value;
  }

  #atom(): Value {
    const { kind, text } = this.#peek();
    if (kind === "number") {
      this.#at += 1;
      return { number: numberOf(text), exact: true };
    }
    if (kind === "name") {
      this.#at += 1;
      return this.#named(text);
    }
    if (!this.#take("(")) throw this.#unexpected();
    const value = this.#sum();
    if (!this.#take(")")) throw this.#unexpected();
    return value;
  }

  #named(name: string): Value {
    if (name === "pi" || name === "π")
      return { number: new Fraction("3.14159265358979323846264338327950288"), exact: false };
    if (!Object.hasOwn(functions, name)) throw new CalculationError(`There is no function “${name.slice(0, 40)}”.`);
    if (!this.#take("(")) throw this.#unexpected();
    const values = [this.#sum()];
    while (this.#take(",")) values.push(this.#sum());
    if (!this.#take(")")) throw this.#unexpected();
    return functions[name as keyof typeof functions](values);
  }
}

const functions = {
  abs: (values: Value[]) => ofOne(values, (number) => number.abs()),
  floor: (values: Value[]) => ofOne(values, (number) => number.floor()),
  ceil: (values: Value[]) => ofOne(values, (number) => number.ceil()),
  round: ([value, digits, ...more]: Value[]) => {
    const places = digits ? digits.number.valueOf() : 0;
    if (more.length > 0 || !Number.isInteger(places) || places < 0 || places > 100) {
      throw new CalculationError("“round” takes a number and how many decimals, from 0 to 100.");
    }
    return { ...value!, number: value!.number.round(places) };
  },
  sqrt: (values: Value[]) => root(ofOne(values, (number) => number)),
  min: (values: Value[]) => values.reduce((a, b) => (b.number.compare(a.number) < 0 ? b : a)),
  max: (values: Value[]) => values.reduce((a, b) => (b.number.compare(a.number) > 0 ? b : a)),
  sum: (values: Value[]) => values.reduce((a, b) => both(a, b, (x, y) => x.add(y))),
  avg: (values: Value[]) => {
    const all = values.reduce((a, b) => both(a, b, (x, y) => x.add(y)));
    return { ...all, number: all.number.div(values.length) };
  },
};

function ofOne(values: Value[], change: (number: Fraction) => Fraction): Value {
  if (values.length !== 1) throw new CalculationError("This function takes one number.");
  return { ...values[0]!, number: change(values[0]!.number) };
}

function both(a: Value, b: Value, change: (a: Fraction, b: Fraction) => Fraction): Value {
  return bounded({ number: change(a.number, b.number), exact: a.exact && b.exact });
}

function bounded(value: Value): Value {
  if (bitsOf(value.number) > maxBits) throw new CalculationError("The numbers become too large.");
  return value;
}

function bitsOf({ n, d }: Fraction): number {
  return Math.max(n.toString(16).length, d.toString(16).length) * 4;
}

function numberOf(text: string): Fraction {
  const [digits, exponent = "0"] = text.toLowerCase().split("e");
  const ten = Number(exponent);
  if (Math.abs(ten) > maxTenPower) throw new CalculationError("The numbers become too large.");
  const scale = new Fraction(10n ** BigInt(Math.abs(ten)));
  const number = new Fraction(digits!.startsWith(".") ? `0${digits}` : digits!);
  return ten < 0 ? number.div(scale) : number.mul(scale);
}

/** With the sign of the divisor, as people count. */
function modulo(a: Fraction, b: Fraction): Fraction {
  return a.sub(b.mul(a.div(b).floor()));
}

function power(base: Value, exponent: Value): Value {
  const { n, d, s } = exponent.number;
  if (d === 2n && n === 1n && s > 0n) return root(base);
  if (d !== 1n) throw new CalculationError("Powers take whole numbers, or 1/2 for the square root.");
  if (s < 0n && base.number.n === 0n) throw new CalculationError("Nothing can be divided by zero.");
  const trivial = base.number.d === 1n && base.number.n <= 1n;
  if (!trivial && n > BigInt(maxBits)) throw new CalculationError("The numbers become too large.");
  if (!trivial && bitsOf(base.number) * Number(n) > maxBits + 4)
    throw new CalculationError("The numbers become too large.");
  const odd = n % 2n === 1n;
  if (trivial) {
    const number = n === 0n ? new Fraction(1) : odd ? base.number : base.number.abs();
    return { number, exact: base.exact && exponent.exact };
  }
  const [up, down] = [base.number.n ** n, base.number.d ** n];
  const size = s < 0n ? new Fraction(down, up) : new Fraction(up, down);
  return bounded({ number: base.number.s < 0n && odd ? size.neg() : size, exact: base.exact && exponent.exact });
}

function factorial({ number, exact }: Value): Value {
  if (number.d !== 1n || number.s < 0n || number.n > maxFactorial) {
    throw new CalculationError(`“!” takes a whole number from 0 to ${maxFactorial}.`);
  }
  let product = 1n;
  for (let factor = 2n; factor <= number.n; factor += 1n) product *= factor;
  return bounded({ number: new Fraction(product), exact });
}

function root(value: Value): Value {
  const { n, d, s } = value.number;
  if (s < 0n) throw new CalculationError("A negative number has no real square root.");
  const [up, down] = [wholeRoot(n), wholeRoot(d)];
  if (up * up === n && down * down === d) return { ...value, number: new Fraction(up, down) };
  const scale = 10n ** 30n;
  return { number: new Fraction(wholeRoot((n * scale * scale) / d), scale), exact: false };
}

/** The largest whole number whose square is not larger, by Newton. */
function wholeRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let guess = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (guess + n / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** A finite decimal is written whole; another as a fraction and to twenty digits. */
function written({ number, exact }: Value): string {
  const { n, d, s } = number;
  const sign = s < 0n && n > 0n ? "-" : "";
  if (!exact) return `≈ ${sign}${decimal(n, d, 20)}`;
  let [rest, places] = [d, 0];
  for (const prime of [2n, 5n]) {
    let count = 0;
    for (; rest % prime === 0n; rest /= prime) count += 1;
    places = Math.max(places, count);
  }
  if (rest === 1n) return `${sign}${decimal(n, d, places)}`;
  return `${sign}${n}/${d} ≈ ${sign}${decimal(n, d, 20)}`;
}

function decimal(n: bigint, d: bigint, places: number): string {
  const digits = ((n * 10n ** BigInt(places)) / d).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const part = digits.slice(digits.length - places).replace(/0+$/, "");
  return part ? `${whole}.${part}` : whole;
}
