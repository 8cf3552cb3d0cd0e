// Makes dist/: every file under a name with its own hash, compressed beside it where that pays,
// and manifest.json that says which is which. The same sources always give the same bytes.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { css } from "./css.mjs";
import { fonts } from "./fonts.mjs";
import { script } from "./script.mjs";

const DIST = new URL("../dist/", import.meta.url);
// `site` is loaded by every page, `desk` also by the screens of the stand: queue, display, kiosk, counter, sign-in.
const BUNDLES = ["site", "desk"];
const PLAIN = /\.(css|js|svg)$/;

const hashed = (name, content) => {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  return name.replace(/(\.\w+)$/, `.${hash}$1`);
};

const brotli = (content) =>
  brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });

const written = new Set();

// What has not changed keeps its time, so that the program is not compiled again for it.
async function put(name, content) {
  written.add(name);
  const there = await readFile(new URL(name, DIST)).catch(() => undefined);
  if (!there?.equals(content)) await writeFile(new URL(name, DIST), content);
}

async function write(name, content) {
  await put(name, content);
  if (!PLAIN.test(name)) return;
  await put(`${name}.br`, brotli(content));
  await put(`${name}.gz`, gzipSync(content, { level: 9 }));
}

const files = await fonts();
const fontNames = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, hashed(name, content)]));
for (const bundle of BUNDLES) {
  files[`${bundle}.css`] = Buffer.from(await css(bundle, fontNames));
  files[`${bundle}.js`] = Buffer.from(await script(bundle));
}
files["favicon.svg"] = await readFile(new URL("../src/favicon.svg", import.meta.url));

await mkdir(DIST, { recursive: true });
const names = Object.keys(files).sort();
const manifest = Object.fromEntries(names.map((name) => [name, hashed(name, files[name])]));
for (const name of names) await write(manifest[name], files[name]);
await put("manifest.json", Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
for (const name of await readdir(DIST)) if (!written.has(name)) await rm(new URL(name, DIST), { recursive: true });
for (const name of names) {
  const wire = PLAIN.test(name) ? brotli(files[name]).length : files[name].length;
  console.log(`${manifest[name].padEnd(34)} ${String(wire).padStart(6)} bytes over the wire`);
}
