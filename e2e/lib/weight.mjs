// Bytes and requests as the browser counts them, and how far a page jumps while it loads.

const KB = 1000;
export const FIRST = { bytes: 90 * KB, requests: 6, script: 15 * KB };
export const LATER = { bytes: 15 * KB };
export const JUMPS = 0.02;

/**
 * @typedef {{url: string, type: string, bytes: number}} Load
 */

/**
 * Counts what a page loads from now on.
 * @param {import('playwright-core').Page} page
 */
export async function meter(page) {
  const wire = await page.context().newCDPSession(page);
  await wire.send('Network.enable');
  const loads = new Map();
  wire.on('Network.responseReceived', ({ requestId, response, type }) => loads.set(requestId, { url: response.url, type, bytes: 0, cached: response.fromDiskCache }));
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (loads.has(requestId)) loads.get(requestId).bytes = encodedDataLength;
  });
  return { read: () => [...loads.values()].filter(({ cached, bytes }) => !cached && bytes > 0) };
}

const sum = (loads) => loads.reduce((all, { bytes }) => all + bytes, 0);
const scriptOf = (loads) => sum(loads.filter(({ type }) => type === 'Script'));

/** @param {Load[]} loads */
export const figures = (loads) => `${sum(loads)} bytes, ${loads.length} requests, script ${scriptOf(loads)} bytes`;

/**
 * What is over a limit.
 * @param {Load[]} loads
 * @param {{bytes: number, requests?: number, script?: number}} most
 * @returns {string[]}
 */
export function tooMuch(loads, { bytes, requests = Infinity, script = Infinity }) {
  const list = loads.map((one) => `${one.bytes} ${new URL(one.url).pathname}`).join(', ');
  const over = [];
  if (sum(loads) > bytes) over.push(`${sum(loads)} bytes: ${list}`);
  if (loads.length > requests) over.push(`${loads.length} requests: ${list}`);
  if (scriptOf(loads) > script) over.push(`script ${scriptOf(loads)} bytes`);
  return over;
}

/**
 * How far the page has jumped when it has come to rest, as Chromium counts layout shifts.
 * @param {import('playwright-core').Page} page
 * @param {string} url
 */
export async function jumped(page, url) {
  await page.addInitScript(() => {
    window.jumped = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.jumped += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(url, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready);
  // Shifts are told one frame later, and the script runs after the document.
  return page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(window.jumped)), 200)));
}
