// Bytes over the wire and requests, as the browser counts them; and nothing jumps while loading.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { LONG } from '../lib/env.mjs';
import { expectNone } from '../lib/findings.mjs';
import { routes } from '../lib/routes.mjs';
import { startLotse } from '../lib/server.mjs';
import { visit } from '../lib/visitor.mjs';
import { FIRST, JUMPS, LATER, figures, jumped, meter, tooMuch } from '../lib/weight.mjs';
import { KINDS, pathOf } from '../pages.mjs';

let lotse, browser;
before(async () => {
  [lotse, browser] = await Promise.all([startLotse(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

const load = (page, path) => page.goto(lotse.url + path, { waitUntil: 'networkidle' });

/** Loads a page and tells what is over the limits. */
async function weigh(context, page, path, most) {
  const counted = await meter(page);
  await load(page, path);
  context.diagnostic(figures(counted.read()));
  expectNone(tooMuch(counted.read(), most));
}

describe('weight', () => {
  for (const kind of ['start', 'stop with hours', 'service, online', 'stops', 'services']) {
    test(`first view: ${kind}`, (context) => visit(browser, {}, (page) => weigh(context, page, pathOf(kind), FIRST)));
  }

  for (const kind of ['start', 'stop with hours', 'service, online', 'stops', 'services', 'search']) {
    test(`later view: ${kind}`, (context) =>
      visit(browser, {}, async (page) => {
        await load(page, pathOf('imprint'));
        await weigh(context, page, pathOf(kind), LATER);
      }));
  }

  test('a page seen again is not sent again', async () => {
    const first = await fetch(lotse.url, { headers: { 'accept-encoding': 'br' } });
    await first.arrayBuffer();
    const again = await fetch(lotse.url, { headers: { 'accept-encoding': 'br', 'if-none-match': first.headers.get('etag') } });
    assert.equal(again.status, 304);
  });
});

describe('nothing jumps', { concurrency: 2 }, async () => {
  for (const { name, path } of LONG ? await routes() : KINDS) {
    test(`${name} ${path}`, () =>
      visit(browser, { viewport: { width: 390, height: 800 } }, async (page) => {
        const far = await jumped(page, lotse.url + path);
        assert.ok(far <= JUMPS, `layout shift ${far}`);
      }));
  }
});
