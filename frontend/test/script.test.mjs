// The two pure decisions of the script: what leaves the device, and which suggestions are trusted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

async function load(name) {
  const entry = fileURLToPath(new URL(`../src/script/${name}.ts`, import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: "esm" });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

test("a position leaves the device rounded to about 100 metres", async () => {
  const { near } = await load("locate");
  assert.equal(near("https://stadt.example/termine?bezirk=altona", 53.5512345, 9.99), "https://stadt.example/termine?nah=53.551,9.990");
});

test("suggestions lead to this site or are left out", async () => {
  const { read } = await load("suggest");
  const good = { text: "Hund anmelden", href: "/dienste/hund" };
  const bad = ["https://fremd.example/", "//fremd.example/", "/\\fremd.example/", "javascript:alert(1)"].map((href) => ({ text: "x", href }));
  const noted = { ...good, note: "Hundemarke", lang: "de" };
  assert.deepEqual(read({ results: [good, ...bad, null, 7, { text: "x" }, noted, { ...good, note: 3 }] }), [good, noted]);
  for (const answer of [null, 3, "x", {}, { results: "x" }]) assert.deepEqual(read(answer), []);
});
