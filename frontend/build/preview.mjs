// Makes preview/index.html: every example of README.md on one page, with the real styles and script.
// The component reference is the only source, so what it shows is what is tested.
import { mkdir, readFile, writeFile } from "node:fs/promises";

const ROOT = new URL("../", import.meta.url);
const text = (path) => readFile(new URL(path, ROOT), "utf8");

const manifest = JSON.parse(await text("dist/manifest.json"));
const EXAMPLE = /^#{2,3} (.+)$|^```html( page)?\n([^]*?)^```$/gm;

async function examples(markdown) {
  const found = [];
  let title = "";
  for (const [, heading, page, html] of markdown.matchAll(EXAMPLE)) {
    if (heading) title = heading;
    else found.push({ title: page ? "Page" : title, html: await withIcons(html) });
  }
  return found;
}

async function withIcons(html) {
  const names = new Set([...html.matchAll(/\{icon ([\w-]+)\}/g)].map(([, name]) => name));
  const icons = new Map(await Promise.all([...names].map(async (name) => [name, (await text(`icons/${name}.svg`)).trim()])));
  return html.replace(/\{icon ([\w-]+)\}/g, (_, name) => icons.get(name));
}

const served = (html) =>
  html.replace(/\/assets\/([\w-]+)\.HASH(\.\w+)/g, (_, stem, ending) => `../dist/${manifest[stem + ending]}`);

const all = await examples(await text("README.md"));
const only = (title) => all.find((example) => example.title === title).html;
const FRAME = ["Page", "Header", "Breadcrumb", "Main and its columns", "Footer"];
const rest = all
  .filter(({ title }) => !FRAME.includes(title))
  .map(({ title, html }) => `<p class="l-muted">${title}</p>\n${html}<hr>\n`)
  .join("");
const main = only("Main and its columns").replace("</main>", `<hr>\n${rest}</main>`);
const body = [only("Header"), only("Breadcrumb"), main, only("Footer")].join("");
const page = served(only("Page")).replace("<!-- header, breadcrumb, main, footer -->", () => body);

await mkdir(new URL("preview/", ROOT), { recursive: true });
await writeFile(new URL("preview/index.html", ROOT), page);
console.log("preview/index.html");
