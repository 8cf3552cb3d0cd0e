// The component reference and the style sheet must know the same classes.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { served } from "./dist.mjs";

const css = await readFile(await served("site.css"), "utf8");
const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
const examples = [...readme.matchAll(/^```html[^\n]*\n([^]*?)^```$/gm)].map(([, html]) => html).join("\n");

test("every class of an example has a rule", () => {
  const used = new Set([...examples.matchAll(/class="([^"]+)"/g)].flatMap(([, names]) => names.split(" ")));
  const missing = [...used].filter((name) => !css.includes(`.${name}`));
  assert.deepEqual(missing, []);
});

test("every class of ours is in the reference", () => {
  const own = new Set([...css.matchAll(/\.(l-[\w-]+)/g)].map(([, name]) => name));
  const made = new Set(["l-icon", "l-icon--dir", "l-suggest", "l-suggest__note"]);
  const undocumented = [...own].filter((name) => !made.has(name) && !readme.includes(name));
  assert.deepEqual(undocumented, []);
});

test("no example breaks the security policy", () => {
  assert.doesNotMatch(examples, / style=| on[a-z]+="|data:[a-z]+\/|<style|<script(?! type="module" src=)/);
});
