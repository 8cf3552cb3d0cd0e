// Which letters lie in which font file. Fira Sans carries the European languages written with
// Latin letters; Noto Sans, loaded only when a page has such a letter, carries the rest of
// DIN 91379: rare Latin letters, combining marks, Greek and Cyrillic.

const FIRA = [
  [0x20, 0x7e], [0xa0, 0x17f], [0x1e9e], [0x2010, 0x2015], [0x2018, 0x201e], [0x2020, 0x2022], [0x2026],
  [0x202f, 0x2030], [0x2039, 0x203a], [0x20ac], [0x2122], [0x2190, 0x2193], [0x2212],
];

const NOTO = [
  [0x180, 0x36f], [0x370, 0x3ff], [0x400, 0x4ff], [0x1d00, 0x1dbf], [0x1e00, 0x1e9d], [0x1e9f, 0x1fff],
  [0x2070, 0x209f], [0x2113], [0x2c60, 0x2c7f], [0xa720, 0xa7ff],
];

// A combining mark sits right only on a letter of its own font, so Noto's file has the plain letters too.
const NOTO_BASES = [[0x20, 0x7e], [0xa0, 0x17f]];

const hex = (code) => code.toString(16).toUpperCase();
const range = (ranges) => ranges.map(([from, to]) => `U+${hex(from)}${to ? `-${hex(to)}` : ""}`).join(",");
const letters = (ranges) =>
  ranges.flatMap(([from, to = from]) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i))).join("");

export const FIRA_RANGE = range(FIRA);
export const NOTO_RANGE = range([...NOTO_BASES, ...NOTO]);
export const FIRA_LETTERS = letters(FIRA);
export const NOTO_LETTERS = letters([...NOTO_BASES, ...NOTO]);
