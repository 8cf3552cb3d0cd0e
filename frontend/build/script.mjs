// Bundles the TypeScript of one part of the site into one module.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The minified module of one bundle as text. */
export async function script(bundle) {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(`../src/script/${bundle}.ts`, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    legalComments: "none",
  });
  return result.outputFiles[0].text;
}
