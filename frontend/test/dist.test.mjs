// Holds the built result against the bars: what the security policy forbids, what a first view may
// weigh, that both themes survived the cutting, that the manifest names every file.
import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { read, served, size } from "./dist.mjs";

const LOGICAL = [
  "desk.css", "desk.js", "favicon.svg", "fira-regular.woff2", "fira-semibold.woff2", "noto-regular.woff2", "noto-semibold.woff2", "site.css", "site.js",
];

test("the manifest names every file, and every file has its hash in its name", async () => {
  const manifest = JSON.parse(await read("manifest.json"));
  assert.deepEqual(Object.keys(manifest), LOGICAL);
  const plain = Object.values(manifest).filter((name) => !name.endsWith(".woff2"));
  const expected = [...Object.values(manifest), ...plain.flatMap((name) => [`${name}.br`, `${name}.gz`]), "manifest.json"];
  assert.deepEqual((await readdir(new URL("../dist/", import.meta.url))).sort(), expected.sort());
  for (const name of Object.values(manifest)) assert.match(name, /^[\w-]+\.[0-9a-f]{10}\.\w+$/);
});

test("compressed files hold the same bytes", async () => {
  for (const name of ["site.css", "site.js", "desk.css", "desk.js", "favicon.svg"]) {
    const plain = await readFile(await served(name));
    assert.deepEqual(brotliDecompressSync(await readFile(await served(name, ".br"))), plain);
    assert.deepEqual(gunzipSync(await readFile(await served(name, ".gz"))), plain);
  }
});

test("nothing is fetched from elsewhere or from a data: URL", async () => {
  for (const bundle of ["site", "desk"]) {
    const css = await readFile(await served(`${bundle}.css`), "utf8");
    assert.doesNotMatch(css, /data:|https?:|@import|url\(["']?\/\//);
    for (const [, name] of css.matchAll(/url\(["']?([^"')]+)/g)) await stat(new URL(`../dist/${name}`, import.meta.url));
    const js = await readFile(await served(`${bundle}.js`), "utf8");
    assert.doesNotMatch(js, /data:[a-z]+\/|https?:|localStorage|sessionStorage|indexedDB|document\.cookie|eval\(|innerHTML/);
  }
});

test("a first view stays light", async () => {
  const parts = { css: await size("site.css", ".br"), js: await size("site.js", ".br"), icon: await size("favicon.svg", ".br") };
  const fonts = (await size("fira-regular.woff2")) + (await size("fira-semibold.woff2"));
  assert.ok(parts.css <= 18_000, `styles weigh ${parts.css} bytes`);
  assert.ok(parts.js <= 15_000, `the script weighs ${parts.js} bytes`);
  assert.ok(fonts <= 44_000, `fonts weigh ${fonts} bytes`);
  assert.ok(parts.css + parts.js + parts.icon + fonts <= 75_000, "no room is left for the page itself");
});

test("light and dark give every colour that a rule reads", async () => {
  const css = await readFile(await served("site.css"), "utf8");
  const theme = (scheme) => {
    const blocks = [...css.matchAll(new RegExp(`@media\\s*\\(prefers-color-scheme:\\s?${scheme}\\)\\{:root\\{([^}]*)\\}`, "g"))];
    return new Set(blocks.flatMap(([, body]) => [...body.matchAll(/(--kern-[\w-]+):/g)].map(([, name]) => name)));
  };
  const [light, dark] = [theme("light"), theme("dark")];
  assert.ok(dark.size > 25, `the dark theme has ${dark.size} colours left`);
  assert.deepEqual([...light].filter((name) => !dark.has(name)), []);
  const defined = new Set([...css.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
  const both = css + (await readFile(await served("desk.css"), "utf8"));
  const bare = [...both.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name).filter((name) => !defined.has(name));
  assert.deepEqual(bare, [], "read but never defined");
});

test("writing runs from start to end, whatever the script", async () => {
  const folder = new URL("../src/styles/", import.meta.url);
  for (const name of await readdir(folder)) {
    const scss = await readFile(new URL(name, folder), "utf8");
    assert.doesNotMatch(scss, /(margin|padding|border|inset)-(left|right)\b|float:|text-align:\s*(left|right)|^\s*(left|right):/m, name);
  }
});
