// BARS S1: bytes over the wire and requests, as the browser counts them; and nothing jumps while loading (S2).

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { startLotse } from '../lib/server.mjs';
import { visit } from '../lib/visitor.mjs';
import { KINDS, pathOf } from '../pages.mjs';

const KB = 1000;
const FIRST = 90 * KB;
const LATER = 15 * KB;
const SCRIPT = 15 * KB;
const REQUESTS = 6;
const JUMPS = 0.02;

let lotse, browser;
before(async () => {
  [lotse, browser] = await Promise.all([startLotse(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

/** Counts what a page loads from now on. */
async function meter(page) {
  const wire = await page.context().newCDPSession(page);
  await wire.send('Network.enable');
  const loads = new Map();
  wire.on('Network.responseReceived', ({ requestId, response, type }) => loads.set(requestId, { url: response.url, type, bytes: 0, cached: response.fromDiskCache }));
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (loads.has(requestId)) loads.get(requestId).bytes = encodedDataLength;
  });
  return {
    read: () => [...loads.values()].filter(({ cached, bytes }) => !cached && bytes > 0),
    clear: () => loads.clear(),
  };
}

const sum = (loads) => loads.reduce((all, { bytes }) => all + bytes, 0);
const list = (loads) => loads.map(({ url, bytes }) => `${bytes} ${new URL(url).pathname}`).join(', ');
const load = (page, path) => page.goto(lotse.url + path, { waitUntil: 'networkidle' });

describe('weight', () => {
  for (const kind of ['start', 'stop with hours', 'service, online', 'stops', 'services']) {
    test(`first view: ${kind}`, async (context) => {
      await visit(browser, {}, async (page) => {
        const counted = await meter(page);
        await load(page, pathOf(kind));
        const loads = counted.read();
        const script = loads.filter(({ type }) => type === 'Script');
        context.diagnostic(`${sum(loads)} bytes, ${loads.length} requests, script ${sum(script)} bytes`);
        assert.ok(sum(loads) <= FIRST, `${sum(loads)} bytes: ${list(loads)}`);
        assert.ok(loads.length <= REQUESTS, `${loads.length} requests: ${list(loads)}`);
        assert.ok(sum(script) <= SCRIPT, `script ${sum(script)} bytes`);
      });
    });
  }

  for (const kind of ['start', 'stop with hours', 'service, online', 'stops', 'services', 'search']) {
    test(`later view: ${kind}`, async (context) => {
      await visit(browser, {}, async (page) => {
        await load(page, pathOf('imprint'));
        const counted = await meter(page);
        await load(page, pathOf(kind));
        const loads = counted.read();
        context.diagnostic(`${sum(loads)} bytes`);
        assert.ok(sum(loads) <= LATER, `${sum(loads)} bytes: ${list(loads)}`);
      });
    });
  }

  test('a page seen again is not sent again', async () => {
    const first = await fetch(lotse.url, { headers: { 'accept-encoding': 'br' } });
    await first.arrayBuffer();
    const again = await fetch(lotse.url, { headers: { 'accept-encoding': 'br', 'if-none-match': first.headers.get('etag') } });
    assert.equal(again.status, 304);
  });
});

describe('nothing jumps', { concurrency: 2 }, () => {
  for (const { name, path } of KINDS) {
    test(name, () =>
      visit(browser, { viewport: { width: 390, height: 800 } }, async (page) => {
        await page.addInitScript(() => {
          window.jumped = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.jumped += entry.value;
          }).observe({ type: 'layout-shift', buffered: true });
        });
        await page.goto(lotse.url + path, { waitUntil: 'load' });
        await page.evaluate(() => document.fonts.ready);
        // Shifts are told one frame later, and the script runs after the document.
        const jumped = await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(window.jumped)), 200)));
        assert.ok(jumped <= JUMPS, `${path}: layout shift ${jumped}`);
      }));
  }
});
