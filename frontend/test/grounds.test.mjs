// A city's colours are measured at the start against the grounds of the pages, and against KERN's own accents where the
// city sets none. The program holds them as numbers (crates/web/src/site/look.rs); here they are read out of the styles.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { served } from "./dist.mjs";

/** A colour in OKLCH as sRGB bytes: https://www.w3.org/TR/css-color-4/#color-conversion-code */
function bytes(lightness, chroma, hue) {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear.map((v) => Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055)));
}

const css = await readFile(await served("site.css"), "utf8");
const rust = await readFile(new URL("../../crates/web/src/site/look.rs", import.meta.url), "utf8");

/** What a primitive colour of KERN is worth. */
function primitive(name) {
  const said = new RegExp(`--kern-color-${name}: *([^;}]+)`).exec(css)?.[1];
  const [, light, chroma, hue] = /^oklch\(([\d.]+)% ([\d.]+) ([\d.]+)/.exec(said) ?? assert.fail(`${name} is ${said}`);
  return bytes(light / 100, Number(chroma), Number(hue));
}

/** The colours of one constant of the program. */
function held(constant) {
  const said = new RegExp(`const ${constant}: [^=]+= ([^;]+);`).exec(rust)?.[1] ?? assert.fail(`there is no ${constant}`);
  return [...said.matchAll(/Colour\(([^)]+)\)/g)].map(([, three]) => three.split(",").map(Number));
}

/** Which primitive colours a ground of the pages may have. */
const used = (ground) => {
  const all = css.matchAll(new RegExp(`--kern-color-layout-background-${ground}: *var\\(--kern-color-([\\w-]+)\\)`, "g"));
  return [...new Set([...all].map(([, name]) => name))].sort();
};

test("the program measures a city's colours against the grounds of the pages", () => {
  const dark = [primitive("neutral-950"), primitive("neutral-900")];
  const light = [primitive("white"), primitive("neutral-025")];
  assert.deepEqual(held("LIGHT"), light);
  assert.deepEqual(held("DARK"), dark);
  assert.deepEqual(held("ACCENT"), [primitive("darkblue-700")]);
  assert.deepEqual(held("ACCENT_DARK"), [primitive("darkblue-300")]);
  assert.deepEqual(held("BLACK"), [primitive("black")]);
  // A further ground would have to be measured, too. KERN's black lies under our dark one.
  assert.deepEqual(used("default"), ["black", "neutral-950", "white"]);
  assert.deepEqual(used("hued"), ["neutral-025", "neutral-900", "neutral-950"]);
});
