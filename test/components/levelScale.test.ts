import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {levelMark, levelOfLetter, levelScale} from "../../src/components/levelScale.js";
import {LEVEL_LETTERS} from "../../src/report/pairGrid.js";

type Colour = readonly [red: number, green: number, blue: number];

const sheet = readFileSync(new URL("../../src/style.css", import.meta.url), "utf8");
const [light = "", dark = ""] = sheet.split("@media (prefers-color-scheme: dark)");
/** Framework's `air` and `near-midnight`. */
const themes = [
  {theme: "light", css: light, background: "#ffffff"},
  {theme: "dark", css: dark, background: "#161616"},
];
/** Machado, Oliveira and Fernandes 2009, table 1, severity 1.0; for linear RGB. */
const visions: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  "full colour vision": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
const coloured = levelScale
  .map(({className}) => className)
  .filter((name) => name !== "level-none" && name !== "level-incomparable");

describe("levelScale", () => {
  it("has the levels and letters of the data, each once", () => {
    expect(Object.fromEntries(levelScale.map(({level, letter}) => [level, letter]))).toEqual(LEVEL_LETTERS);
    expect(levelScale).toHaveLength(6);
  });

  it("goes from what rules one node out to the operator’s own word", () => {
    expect(levelScale.map(({label}) => label)).toEqual([
      "cannot be one node",
      "not comparable",
      "no evidence",
      "candidate",
      "supported",
      "declared",
    ]);
  });

  it("finds a level by its letter and refuses others", () => {
    expect(levelOfLetter("x").level).toBe("contradicted");
    expect(() => levelOfLetter("z")).toThrow(RangeError);
  });

  it("marks every level in its own way, `no evidence` by no mark", () => {
    expect(new Set(levelScale.map(({level}) => levelMark(level, 0, 0, 10))).size).toBe(6);
    expect(levelMark("no evidence", 0, 0, 10)).toBe("");
  });
});

describe.each(themes)("colours of levels, $theme", ({css, background}) => {
  const colour = (name: string) => new RegExp(`--${name}: (#\\w+);`).exec(css)?.[1] ?? "";

  it.each(coloured)("%s stands out from the page as WCAG 1.4.11 asks, 3 to 1", (name) => {
    expect(contrast(colour(name), background)).toBeGreaterThanOrEqual(3);
  });

  it.each(levelScale.map(({className}) => className))("text on %s can be read, 4.5 to 1", (name) => {
    expect(contrast(colour(name), colour(`${name}-ink`))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["program-1", "program-2", "program-3", "program-unknown"])(
    "numbers on the bars of %s can be read, 4.5 to 1",
    (name) => {
      expect(contrast(colour(name), colour("program-text"))).toBeGreaterThanOrEqual(4.5);
    },
  );

  // 0.02 is about what one just sees side by side in OKLab; small cells far apart want several times that.
  it.each(Object.keys(visions))("are told apart with %s", (vision) => {
    const all = levelScale.map(({className}) => className);
    for (const [i, a] of all.entries())
      for (const b of all.slice(0, i)) {
        const greys = !coloured.includes(a) && !coloured.includes(b);
        expect(distance(colour(a), colour(b), vision), `${a}, ${b}`).toBeGreaterThan(greys ? 0.1 : 0.135);
      }
  });
});

/** Linear RGB, by sRGB’s transfer function. */
function linear(hex: string): Colour {
  const long = hex.length === 4 ? hex.replace(/\w/g, "$&$&") : hex;
  return [1, 3, 5].map((at) => {
    const value = parseInt(long.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Colour;
}

/** WCAG 2.2, contrast ratio. */
function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [a, b]
    .map((each) => linear(each))
    .map(([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue)
    .toSorted((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Euclidean distance in OKLab, as seen with a kind of vision; white to black is 1. */
function distance(a: string, b: string, vision: string): number {
  const [first, second] = [a, b].map((hex) => {
    const colour = linear(hex);
    const seen = (visions[vision] ?? []).map((row) =>
      row.reduce((sum, weight, i) => sum + weight * (colour[i] ?? 0), 0),
    );
    return oklab(seen.map((value) => Math.min(1, Math.max(0, value))) as unknown as Colour);
  });
  return Math.hypot(...(first ?? []).map((value, i) => value - (second?.[i] ?? 0)));
}

/** Ottosson 2020, A perceptual color space for image processing. */
function oklab([red, green, blue]: Colour): Colour {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
  ];
}
