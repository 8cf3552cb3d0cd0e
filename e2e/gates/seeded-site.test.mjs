// The gates on privacy, on headers and links, on weight and on feeds find the faults of seeded/site.mjs: what they call
// clean is then worth something.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { atomFaults, pointFaults, readAtom } from '../lib/feeds.mjs';
import { parse } from '../lib/html.mjs';
import { watch } from '../lib/privacy.mjs';
import { linksOf } from '../lib/crawl.mjs';
import { answerFaults } from '../lib/served.mjs';
import { ANSWERS, PAGES, say } from '../lib/site.mjs';
import { visit } from '../lib/visitor.mjs';
import { FIRST, JUMPS, LATER, jumped, meter, tooMuch } from '../lib/weight.mjs';
import { startFaults } from '../seeded/site.mjs';

let faults, browser;
before(async () => {
  [faults, browser] = await Promise.all([startFaults(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  faults?.stop();
});

/** Each of the words must stand in one of the lines. */
function mustSay(lines, expected) {
  for (const words of expected) assert.ok(lines.some((one) => one.includes(words)), `"${words}" is missing in:\n${lines.join('\n')}`);
}

test('privacy', () =>
  visit(browser, {}, async (page) => {
    const watched = watch(page, faults.url);
    await watched.open('/spy');
    await page.evaluate(() => navigator.serviceWorker.ready);
    await watched.look();
    mustSay(await watched.end(), [
      '/pixel.gif',
      'sets a cookie by',
      'document.cookie',
      'localStorage local',
      'sessionStorage session',
      'indexedDB base',
      'caches cache',
      '1 service workers',
      'console: a warning',
      'Content Security Policy',
      'script fails: a fault',
      'cookie answer',
      'cookie script',
    ]);
  }));

describe('site', () => {
  /** @type {import('../lib/site.mjs').Site} */
  const site = { base: '', answers: new Map(), pages: new Map() };
  before(async () => {
    site.base = faults.url;
    const reader = await browser.newPage();
    const get = async (path, from) => {
      const response = await fetch(faults.url + path);
      const answer = { path, from, status: response.status, type: response.headers.get('content-type'), headers: response.headers, text: await response.text() };
      site.answers.set(path, answer);
      if (answer.type.startsWith('text/html')) site.pages.set(path, await parse(reader, answer.text));
      return answer;
    };
    const home = await get('/', 'here');
    for (const path of linksOf(faults.url, home)) await get(path.split('#')[0], '/');
  });

  const EXPECTED = {
    'links lead somewhere': ['/nowhere · 404, linked from /'],
    'the content security policy is the same everywhere': ["/ · default-src 'self' 'unsafe-inline'"],
    'the other headers': ['x-frame-options: null', 'x-content-type-options: null', 'server: seeded/1'],
    'powers of the browser are off, but the position where it is offered': ['camera is not off', '/ · geolocation=(self) is missing'],
    'files are kept for ever, pages are asked for again': ['/assets/forgotten.css · kept as no-store', '/ · cache-control max-age=60'],
    'places within a page exist': ['/other#nothing-here has no such place'],
    'ids are unique': ['id twice twice'],
    'no inline script, style or handler, no data: or javascript: address': ['<p style="color: red">', '<p onclick="void 0">'],
    'every word of a template is filled in': ['{placeholder} undefined'],
    'skip link, easy language, sign language, telephone, walk-in and barrier report, in this order': ['a.l-skip is missing'],
    'language and direction are named': ['/other · lang , dir '],
    'each page names itself in both languages, and the other names it back': ['/ and /other are no pair', '/other · hreflang de or en is missing'],
    'stops are told as schema.org events, and nothing else is': ['Event lacks name,url,location,eventStatus,organizer'],
  };

  for (const [name, check] of Object.entries({ ...ANSWERS, ...PAGES })) {
    test(name, () => {
      assert.ok(EXPECTED[name], 'a new check comes with a fault that it finds: add one to seeded/site.mjs');
      mustSay(say(site, ANSWERS[name] ? site.answers : site.pages, check), EXPECTED[name]);
    });
  }
});

test('a page that no address alone leads to', () =>
  visit(browser, {}, async (page) => {
    const response = await fetch(`${faults.url}/`);
    const answer = { path: '/', from: 'here', status: 200, type: 'text/html', headers: response.headers, text: await response.text() };
    mustSay(await answerFaults(page, faults.url, answer), ["/ · default-src 'self'", 'x-frame-options: null', 'id twice twice', '<p onclick="void 0">', '{placeholder}', '/ · camera=() is missing', '/ · geolocation=() is missing', '/ · cache-control max-age=60']);
  }));

test('weight', () =>
  visit(browser, {}, async (page) => {
    const counted = await meter(page);
    await page.goto(`${faults.url}/heavy`, { waitUntil: 'networkidle' });
    mustSay(tooMuch(counted.read(), FIRST), [' bytes: ', ' requests: ', 'script ']);
    mustSay(tooMuch(counted.read(), LATER), [' bytes: ']);
  }));

test('jumps', () =>
  visit(browser, { viewport: { width: 390, height: 800 } }, async (page) => {
    const far = await jumped(page, `${faults.url}/heavy`);
    assert.ok(far > JUMPS, `only ${far}`);
  }));

test('Atom', async () => {
  const entry = '<entry><id>urn:same</id><title>x</title><updated>yesterday</updated></entry>';
  const feed = `<feed xmlns="http://example.org/wrong" xml:lang="fr"><id>a</id><id>b</id>${entry}${entry}</feed>`;
  const page = await browser.newPage();
  const wanted = { self: 'http://localhost/termine.atom', lang: 'de' };
  mustSay(atomFaults(await readAtom(page, feed), wanted), [
    'namespace http://example.org/wrong',
    'xml:lang fr',
    '0 authors',
    'rel=self is missing',
    '2 times id',
    '0 times title',
    'updated yesterday',
    'not unique',
    'says nothing',
    'leads nowhere',
  ]);
  mustSay(atomFaults(await readAtom(page, '<feed><entry></feed>'), wanted), ['not well formed']);
});

test('points on the map', () => {
  const swapped = { type: 'Feature', id: 'swapped', geometry: { type: 'Point', coordinates: [53.55, 9.99] }, properties: {} };
  const line = { type: 'Thing', id: 'line', geometry: { type: 'LineString', coordinates: [9.9, 53.5] }, properties: { name: 'x' } };
  mustSay(pointFaults({ type: 'Points', features: [swapped, line] }), ['type Points', 'swapped lies at', 'swapped has no name', 'line is a Thing with a LineString']);
});
