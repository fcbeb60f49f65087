import type { Oklch } from "./tokens.ts";

export type Srgb = readonly [red: number, green: number, blue: number];

/** `oklch` to 8-bit sRGB, clipped per channel as a browser does for small excursions out of gamut. */
export function toSrgb(colour: Oklch): Srgb {
  const [lightness, chroma, hue] = colour;
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encode(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function encode(linear: number): number {
  const clipped = Math.min(1, Math.max(0, linear));
  const value = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(value * 255);
}

function luminance(colour: Srgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2 contrast ratio, 1 to 21, over 8-bit sRGB. */
export function contrastRatio(one: Oklch, other: Oklch): number {
  const a = luminance(toSrgb(one));
  const b = luminance(toSrgb(other));
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

export function toHex(colour: Oklch): string {
  return `#${toSrgb(colour)
    .map((channel) => channel.toString(16).padStart(2, "0"))
    .join("")}`;
}
