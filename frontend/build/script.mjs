// Bundles the TypeScript into one module.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The minified module as text. */
export async function script() {
  const result = await build({
    entryPoints: [fileURLToPath(new URL("../src/script/site.ts", import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    legalComments: "none",
  });
  return result.outputFiles[0].text;
}
