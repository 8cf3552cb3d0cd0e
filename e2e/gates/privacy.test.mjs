// BARS P1: a visit leaves nothing behind and calls nobody else; X1: the browser reports no violation of the policy.

import { after, before, describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { expectNone } from '../lib/findings.mjs';
import { routes } from '../lib/routes.mjs';
import { startLotse } from '../lib/server.mjs';
import { visit } from '../lib/visitor.mjs';

let lotse, browser;
before(async () => {
  [lotse, browser] = await Promise.all([startLotse(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

/** What a page has stored on the device, in words. */
async function stored() {
  const out = [];
  if (document.cookie) out.push(`document.cookie ${document.cookie}`);
  if (localStorage.length) out.push(`localStorage ${Object.keys(localStorage)}`);
  if (sessionStorage.length) out.push(`sessionStorage ${Object.keys(sessionStorage)}`);
  const bases = await indexedDB.databases();
  if (bases.length) out.push(`indexedDB ${bases.map(({ name }) => name)}`);
  const caches_ = await caches.keys();
  if (caches_.length) out.push(`caches ${caches_}`);
  const workers = await navigator.serviceWorker.getRegistrations();
  if (workers.length) out.push(`${workers.length} service workers`);
  return out;
}

describe('one visit through the site in a fresh profile', () => {
  test('stores nothing, calls nobody else, breaks no policy', () =>
    visit(browser, {}, async (page) => {
      const lines = [];
      let here = '';
      const note = (what) => lines.push(`${here} · ${what}`);
      page.on('request', (request) => {
        if (new URL(request.url()).origin !== lotse.url) note(`calls ${request.url()}`);
      });
      page.on('response', async (response) => {
        if (await response.headerValue('set-cookie').catch(() => null)) note(`sets a cookie by ${response.url()}`);
      });
      page.on('console', (message) => {
        const expected = message.text().includes('status of 404') && message.location().url.endsWith('/gibt-es-nicht');
        if (['error', 'warning'].includes(message.type()) && !expected) note(`console: ${message.text()}`);
      });
      page.on('pageerror', (error) => note(`script fails: ${error.message}`));
      for (const { path } of await routes()) {
        here = path;
        await page.goto(lotse.url + path, { waitUntil: 'load' });
        if (path === '/dienste') {
          await page.locator('#q').pressSequentially('hund');
          await page.getByRole('listbox').waitFor();
        }
        for (const what of await page.evaluate(stored)) note(what);
      }
      for (const cookie of await page.context().cookies()) note(`cookie ${cookie.name}`);
      expectNone(lines.map((one) => one.replace(/\s+/g, ' ')));
    }));
});
