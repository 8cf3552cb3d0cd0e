// Every route there is: headers, help in its place, links, feeds named in pages, and that
// reading changes nothing.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { crawl } from '../lib/crawl.mjs';
import { python } from '../lib/env.mjs';
import { expectNone } from '../lib/findings.mjs';
import { parse } from '../lib/html.mjs';
import { startLotse } from '../lib/server.mjs';
import { ANSWERS, CSP, PAGES, say } from '../lib/site.mjs';

let lotse, browser, unread, read;
/** @type {import('../lib/site.mjs').Site} */
const site = { base: '', answers: new Map(), pages: new Map() };
before(async () => {
  [lotse, browser] = await Promise.all([startLotse(), startBrowser()]);
  unread = contents();
  site.base = lotse.url;
  site.answers = await crawl(lotse.url);
  read = contents();
  const reader = await browser.newPage();
  for (const [path, { type, text }] of site.answers) if (type.startsWith('text/html')) site.pages.set(path, await parse(reader, text));
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

/** All rows of all tables, and what the exports say. */
function contents() {
  const dump = 'import sqlite3, sys; print("\\n".join(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).iterdump()))';
  const rows = execFileSync(python(), ['-c', dump, lotse.file], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return { rows, tour: lotse.run('export', 'tour'), services: lotse.run('export', 'services') };
}

describe('every route', () => {
  test('the crawl saw the whole site', () => {
    const kinds = ['/termine/', '/bezirke/', '/dienste/', '/themen/', '/lebenslagen/', '/assets/', '/en/termine/', '/en/dienste/', '/api/'];
    for (const kind of kinds) assert.ok([...site.answers.keys()].some((path) => path.startsWith(kind)), `no route under ${kind}`);
    assert.ok(site.answers.size > 500, `only ${site.answers.size} routes`);
  });

  for (const [name, check] of Object.entries(ANSWERS)) test(name, () => expectNone(say(site, site.answers, check)));
  for (const [name, check] of Object.entries(PAGES)) test(name, () => expectNone(say(site, site.pages, check)));

  test('reading changed nothing in the data base', () => {
    assert.equal(read.rows, unread.rows);
    assert.equal(read.tour, unread.tour);
    assert.equal(read.services, unread.services);
  });
});

describe('English pages', () => {
  test('mark names that stay German', async () => {
    const reader = await browser.newPage();
    const lines = [];
    for (const path of ['/en/dienste', '/en/dienste?q=umgezogen', '/en/themen/umzug-wohnen', '/en/dienste/wohnsitz-innerhalb']) {
      const found = await reader.evaluate((html) => {
        const main = new DOMParser().parseFromString(html, 'text/html').querySelector('main');
        const german = /[äöüß]|\b(beantragen|anmelden|ummelden|und|oder|Wohnsitz)\b/;
        const known = /BAföG/g;
        const own = (el) => [...el.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join(' ').trim();
        return [...main.querySelectorAll('*')].filter((el) => german.test(own(el).replace(known, '')) && !el.closest('[lang=de]')).map(own);
      }, site.answers.get(path)?.text ?? (await (await fetch(lotse.url + path)).text()));
      lines.push(...found.map((text) => `${path} · not marked as German: ${text.slice(0, 120)}`));
    }
    expectNone(lines);
  });
});

describe('methods', () => {
  for (const path of ['/', '/termine', '/dienste/wohngeld', '/termine.ics', '/api/v1/stops', '/healthz']) {
    test(`only reading is allowed at ${path}`, async () => {
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
        const answer = await fetch(lotse.url + path, { method });
        assert.equal(answer.status, 405, method);
        assert.match(answer.headers.get('allow') ?? '', /GET/, method);
        assert.equal(answer.headers.get('content-security-policy'), CSP);
      }
      const [head, get] = [await fetch(lotse.url + path, { method: 'HEAD' }), await fetch(lotse.url + path)];
      assert.equal(head.status, 200);
      assert.equal((await head.text()).length, 0);
      assert.equal(head.headers.get('content-type'), get.headers.get('content-type'));
      await get.text();
    });
  }
});
