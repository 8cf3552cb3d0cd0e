// Compiles the style sheet and takes out what no page of ours can use: KERN's icons, layers and
// custom properties nobody reads. A property's definition is kept in every theme or in none.
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { compile } from "sass";
import { FIRA_RANGE, NOTO_RANGE } from "./letters.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const KERN = here("../node_modules/@kern-ux/native/src/scss");

const UNUSED = /\.kern-icon|\.kern-level-|\.kern-light|\.kern-dark|data-kern-theme|kern-sr-only|x-small|type="?file|width-[24]|__input\[readonly/;
const RULE = /([^{};]+)\{([^{}]*)\}/g;
const DEFINITION = /(?<=[{;\s])(--[\w-]+)\s*:([^;{}]*);/g;

/** The minified sheet of one bundle; `files` maps a logical font name to the name it is served under. */
export async function css(bundle, files) {
  const compiled = compile(here(`../src/styles/${bundle}.scss`), { loadPaths: [KERN], style: "expanded", charset: false, quietDeps: true }).css;
  const ranged = compiled.replaceAll("FIRA_RANGE", FIRA_RANGE).replaceAll("NOTO_RANGE", NOTO_RANGE);
  const named = ranged.replace(/url\("([\w-]+\.woff2)"\)/g, (_, name) => `url("${files[name]}")`);
  const lean = dropUnreadProperties(dropUnusedRules(named.replace(/\/\*[^]*?\*\//g, "")));
  const { code, warnings } = await transform(lean, { loader: "css", minify: true, legalComments: "none" });
  if (warnings.length > 0) throw new Error(`The style sheet has a fault: ${warnings[0].text}`);
  return refuseForeign(code);
}

function dropUnusedRules(text) {
  return text.replace(RULE, (rule, selectors, body) => {
    const kept = splitSelectors(selectors).filter((selector) => !UNUSED.test(outside(selector)));
    return kept.length === 0 || body.trim() === "" ? "" : `${kept.join(",")}{${body}}`;
  });
}

/** The selector without what stands in parentheses: `:not(.kern-light)` uses nothing. */
const outside = (selector) => selector.replace(/\([^()]*(\([^()]*\)[^()]*)*\)/g, "");

function splitSelectors(text) {
  const parts = [""];
  let depth = 0;
  for (const letter of text) {
    depth += letter === "(" ? 1 : letter === ")" ? -1 : 0;
    if (letter === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

function dropUnreadProperties(text) {
  const definitions = [...text.matchAll(DEFINITION)];
  const live = new Set(reads(text.replace(DEFINITION, "")));
  for (let before = -1; before !== live.size; ) {
    before = live.size;
    for (const [, name, value] of definitions) if (live.has(name)) reads(value).forEach((read) => live.add(read));
  }
  return text.replace(DEFINITION, (definition, name) => (live.has(name) ? definition : ""));
}

const reads = (text) => [...text.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name);

function refuseForeign(code) {
  const foreign = code.match(/url\(\s*["']?(data:|https?:|\/\/)[^)]{0,60}|@import[^;]{0,60}/i);
  if (foreign) throw new Error(`The style sheet may not use ${foreign[0]}: the content security policy forbids it.`);
  return code;
}
