// Icons are pasted into pages: they must be small, take the colour of the text and stay silent.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

const ROOT = new URL("../", import.meta.url);
const icons = (await readdir(new URL("icons/", ROOT))).map((name) => name.replace(/\.svg$/, ""));

test("every icon follows the text and carries neither style nor script", async () => {
  for (const name of icons) {
    const svg = await readFile(new URL(`icons/${name}.svg`, ROOT), "utf8");
    assert.match(svg, /^<svg class="l-icon( l-icon--dir)?" aria-hidden="true" focusable="false" /, name);
    assert.match(svg, /stroke="currentColor"/, name);
    assert.doesNotMatch(svg, /style|<script|href|#[0-9a-f]{3}/i, name);
    assert.ok(svg.length < 900, `${name} is ${svg.length} letters long`);
  }
});

test("the reference lists the icons there are, and uses no other", async () => {
  const readme = await readFile(new URL("README.md", ROOT), "utf8");
  const [, list] = readme.match(/## Icons\n\n`([^`]+)`/);
  assert.deepEqual(list.split(" "), [...icons].sort());
  for (const [, name] of readme.matchAll(/\{icon ([\w-]+)\}/g)) assert.ok(icons.includes(name), name);
});
