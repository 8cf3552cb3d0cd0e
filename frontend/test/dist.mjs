// Finds built files by their logical name.
import { readFile, stat } from "node:fs/promises";

const DIST = new URL("../dist/", import.meta.url);

export const read = (name) => readFile(new URL(name, DIST), "utf8");

export async function served(name, ending = "") {
  const manifest = JSON.parse(await read("manifest.json"));
  return new URL(manifest[name] + ending, DIST);
}

export const size = async (name, ending) => (await stat(await served(name, ending))).size;
