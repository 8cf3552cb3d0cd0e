// Cuts KERN's fonts to the letters of letters.mjs.
import { readFile } from "node:fs/promises";
import subsetFont from "subset-font";
import { FIRA_LETTERS, NOTO_LETTERS } from "./letters.mjs";

const FOLDER = new URL("../node_modules/@kern-ux/native/dist/fonts/", import.meta.url);

const FACES = [
  ["fira-regular.woff2", "fira-sans/FiraSans-Regular.woff2", FIRA_LETTERS],
  ["fira-semibold.woff2", "fira-sans/FiraSans-SemiBold.woff2", FIRA_LETTERS],
  ["noto-regular.woff2", "noto-sans/NotoSans-Regular.woff2", NOTO_LETTERS],
  ["noto-semibold.woff2", "noto-sans/NotoSans-Bold.woff2", NOTO_LETTERS],
];

const OPTIONS = {
  targetFormat: "woff2",
  noLayoutClosure: true,
  noHinting: true,
  keepFeatures: ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum"],
};

/** The font files by logical name. */
export async function fonts() {
  const cut = async ([name, source, letters]) => [name, await subsetFont(await readFile(new URL(source, FOLDER)), letters, OPTIONS)];
  return Object.fromEntries(await Promise.all(FACES.map(cut)));
}
