import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/ui/tokens.css", "utf8");
const colours = new Map<string, [string, string]>();
for (const [, name = "", light = "", dark = ""] of css.matchAll(
  /--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g,
)) {
  colours.set(name, [light, dark]);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2 contrast ratio. */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ["paper", "surface", "sunken", "hover"];
const TEXTS = ["ink", "ink-soft", "ink-faint", "accent", "good", "warn", "bad"];
const MEANINGS = ["accent", "good", "warn", "bad"];
const CHANNELS = ["linkedin", "instagram", "youtube", "x", "spotify", "soundcloud"];

function colour(name: string, theme: number): string {
  const pair = colours.get(name);
  if (!pair) throw new Error(`tokens.css has no --${name}`);
  return pair[theme] ?? "";
}

describe.each([
  ["light", 0],
  ["dark", 1],
])("%s theme", (_name, theme) => {
  it.each(TEXTS)("%s can be read on every ground (4.5:1)", (text) => {
    for (const ground of GROUNDS) {
      expect(contrast(colour(text, theme), colour(ground, theme)), ground).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(MEANINGS)("%s can be read on its soft ground (4.5:1)", (meaning) => {
    expect(contrast(colour(meaning, theme), colour(`${meaning}-soft`, theme))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour("ink", theme), colour(`${meaning}-soft`, theme))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour("ink-soft", theme), colour(`${meaning}-soft`, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["accent-fill", "accent-fill-hover", "bad-fill"])("white can be read on %s (4.5:1)", (fill) => {
    expect(contrast("#ffffff", colour(fill, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it("borders of controls and marks of channels can be seen (3:1)", () => {
    for (const ground of ["paper", "surface"]) {
      for (const name of ["line-strong", ...CHANNELS]) {
        expect(
          contrast(colour(name, theme), colour(ground, theme)),
          `${name} on ${ground}`,
        ).toBeGreaterThanOrEqual(3);
      }
    }
  });
});
