// A site of faults on a free loopback port: what the gates on privacy, headers, links, weight and feeds must find.

import { createServer } from 'node:http';

const page = (body, head = '') => `<!DOCTYPE html><html lang="de" dir="ltr"><head><meta charset="utf-8"><title>Seeded</title>${head}</head><body>${body}</body></html>`;

const HOME = page(`
<h1 id="twice">Faults</h1>
<p id="twice">The same id, a {placeholder}, and undefined</p>
<a href="/nowhere">A link that leads nowhere</a>
<a href="/other#nothing-here">A place that is not there</a>
<a href="/assets/forgotten.css">A file that is not kept</a>
<a href="/termine/one">A stop</a>
<p style="color: red" onclick="void 0">Inline style and handler</p>
<button data-locate>Use my position</button>`, '<link rel="alternate" hreflang="de" href="/"><link rel="alternate" hreflang="en" href="/other">');

/** Stores wherever a browser can store, and calls another house. */
const spy = (elsewhere) => page(`<p>Leaves traces</p><img src="${elsewhere}/pixel.gif" alt=""><script>
document.cookie = 'script=1';
localStorage.setItem('local', '1');
sessionStorage.setItem('session', '1');
indexedDB.open('base');
caches.open('cache');
navigator.serviceWorker.register('/worker.js');
console.warn('a warning');
setTimeout(() => { throw new Error('a fault'); });
</script>`);

const HEAVY = page(`<p id="late" hidden><br><br><br><br><br><br><br><br><br><br></p><h1>Heavy</h1><p>Words that are pushed down</p>
${Array.from({ length: 7 }, (_, n) => `<script src="/heavy-${n}.js"></script>`).join('')}
<script>setTimeout(() => { document.getElementById('late').hidden = false; }, 50);</script>`);

const CSP = "default-src 'self' 'unsafe-inline' *; img-src *";

function answer(path, elsewhere) {
  const html = (text, headers = {}) => [200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CSP, 'cache-control': 'max-age=60', server: 'seeded/1', ...headers }, text];
  if (path === '/') return html(HOME);
  if (path === '/other') return html(page('<h1 id="x">Other</h1>').replace(' lang="de" dir="ltr"', ''));
  if (path === '/termine/one') return html(page('<h1>A stop</h1><script type="application/ld+json">{"@type":"Event"}</script>'));
  if (path === '/spy') return html(spy(elsewhere), { 'set-cookie': 'answer=1', 'content-security-policy': "default-src 'self' 'unsafe-inline'" });
  if (path === '/heavy') return html(HEAVY);
  if (path.startsWith('/heavy-')) return [200, { 'content-type': 'text/javascript' }, `/*${'x'.repeat(20_000)}*/`];
  if (path === '/worker.js') return [200, { 'content-type': 'text/javascript' }, ''];
  if (path.startsWith('/assets/')) return [200, { 'content-type': 'text/css', 'cache-control': 'no-store' }, ''];
  return [404, { 'content-type': 'text/html; charset=utf-8' }, page('<p>Not found</p>')];
}

const listen = (server) => new Promise((done) => server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${server.address().port}`)));

/** Starts the site, and another house that it calls. */
export async function startFaults() {
  const other = createServer((_, response) => response.writeHead(204).end());
  const elsewhere = await listen(other);
  const site = createServer((request, response) => {
    const [status, headers, text] = answer(request.url, elsewhere);
    response.writeHead(status, headers).end(text);
  });
  const url = await listen(site);
  return {
    url,
    stop: () => {
      for (const server of [site, other]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
